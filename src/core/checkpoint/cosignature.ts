import { concatBytes, equalBytes, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { formatSignature, type NoteSignature, parseNote } from './note.js';
import { formatNoteKey, type NoteKey, noteAlgorithms, parseNoteKey } from './note-key.js';

/** The key of a witness: its id is of the kind that only cosigns, so that it never stands for a log's own key. */
export interface CosignerKey extends NoteKey {
  readonly signs: 'cosignatures';
}

type Sha256 = Pick<CryptoPort, 'sha256'>;

/** The verifier key of a witness as text (C2SP tlog-cosignature, Ed25519: kind 0x04). */
export function formatCosignerKey(name: string, publicKey: Uint8Array, crypto: Sha256): string {
  return formatNoteKey(name, publicKey, crypto, noteAlgorithms.cosignature);
}

/** Reads the verifier key of a witness; `undefined` for a log's key, a wrong hash or another spelling. */
export function parseCosignerKey(text: string, crypto: Sha256): CosignerKey | undefined {
  const key = parseNoteKey(text, crypto, noteAlgorithms.cosignature);
  return key && { ...key, signs: 'cosignatures' };
}

/** The signature line of a witness under the text of a note, at a time in whole seconds; `sign` is Ed25519. */
export function cosign(text: string, time: number, key: CosignerKey, sign: (data: Uint8Array) => Uint8Array): string {
  const signature = concatBytes(secondsToBytes(time), sign(message(text, time)));
  return formatSignature({ name: key.name, keyId: key.keyId, signature });
}

/**
 * When this witness cosigned the text, in seconds; `undefined` when the line is not its own or not of this text. What it
 * means is for the text to say: under a checkpoint, that it follows all that the witness saw before.
 */
export function cosignedAt(
  text: string,
  line: NoteSignature,
  key: CosignerKey,
  crypto: Pick<CryptoPort, 'verifyEd25519'>,
): number | undefined {
  if (line.name !== key.name || !equalBytes(line.keyId, key.keyId) || line.signature.length !== 72) return undefined;
  const time = bytesToSeconds(line.signature.subarray(0, 8));
  if (time === undefined) return undefined;
  const signed = crypto.verifyEd25519(key.publicKey, message(text, time), line.signature.subarray(8));
  return signed ? time : undefined;
}

/** Reads one or more signature lines, as a witness answers them; `undefined` when anything else is among them. */
export function parseSignatureLines(lines: string): NoteSignature[] | undefined {
  const note = parseNote(`lines\n\n${lines}`);
  return note.ok && note.value.text === 'lines\n' ? note.value.signatures : undefined;
}

function message(text: string, time: number): Uint8Array {
  return utf8Encode(`cosignature/v1\ntime ${time}\n${text}`);
}

function secondsToBytes(time: number): Uint8Array {
  if (!Number.isSafeInteger(time) || time < 0) throw new Error(`a witness signs at no second ${time}`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return bytes;
}

function bytesToSeconds(bytes: Uint8Array): number | undefined {
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return Number.isSafeInteger(time) ? time : undefined;
}
