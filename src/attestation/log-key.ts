import {
  type CryptoPort,
  canonicalJson,
  formatCheckpoint,
  formatNoteKey,
  type KnownAnchor,
  noteKeyId,
  signNote,
} from '../core/index.js';
import type { Ed25519Signer } from '../signing/index.js';

/** The Ed25519 key of one log; the worker alone holds it. Its name is the log's origin. */
export interface LogKey {
  readonly origin: string;
  /** 32 bytes */
  readonly publicKey: Uint8Array;
  /** Ed25519 over these bytes; 64 bytes. */
  sign(data: Uint8Array): Uint8Array;
}

/** Names a key of the keystore after its log. */
export const logKey = (origin: string, signer: Ed25519Signer): LogKey => ({
  origin,
  publicKey: signer.publicKey,
  sign: (data) => signer.sign(data),
});

type Sha256 = Pick<CryptoPort, 'sha256'>;

/** The verifier key as text, for the trust list and for whoever audits. */
export const logNoteKey = (key: LogKey, crypto: Sha256): string => formatNoteKey(key.origin, key.publicKey, crypto);

const signed = (text: string, key: LogKey, crypto: Sha256): string =>
  signNote(text, { name: key.origin, keyId: noteKeyId(key.origin, key.publicKey, crypto) }, (data) => key.sign(data));

/** A signed checkpoint (C2SP tlog-checkpoint). */
export function signCheckpoint(state: { size: number; root: Uint8Array }, key: LogKey, crypto: Sha256): string {
  return signed(formatCheckpoint({ origin: key.origin, size: state.size, root: state.root }), key, crypto);
}

/**
 * What the log says about a final anchor, as a signed note: the line `<origin>/anchor`, then the anchor as canonical JSON.
 * The first line keeps it from ever being read as a checkpoint; `previousTreeSize` links each to the one before, so that
 * a list of them with a gap shows it.
 */
export function signAnchorStatement(anchor: KnownAnchor, key: LogKey, crypto: Sha256): string {
  return signed(`${key.origin}/anchor\n${canonicalJson({ ...anchor })}\n`, key, crypto);
}
