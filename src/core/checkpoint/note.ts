import { concatBytes, utf8Encode } from '../bytes/index.js';
import { ok, type Result, refuse } from '../result.js';
import { fromBase64, toBase64 } from './base64.js';

/** One signature line of a note: `keyId` is the key's 4-byte hash, `signature` what follows it. */
export interface NoteSignature {
  name: string;
  keyId: Uint8Array;
  signature: Uint8Array;
}

/** A signed note (C2SP signed-note): `text` is what is signed, with its last newline. */
export interface Note {
  text: string;
  signatures: NoteSignature[];
}

/** Longest note read, in UTF-16 code units, and most signature lines. */
export const noteLimits = { length: 16_384, signatures: 64 } as const;

/** Whether a text may name a key: not empty, no white space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Cc}]/u.test(name);
}

/** Writes a note; throws on a text or name that the format can't carry. */
export function formatNote({ text, signatures }: Note): string {
  if (!isNoteText(text)) throw new Error('the text of a note ends in a newline and holds no control characters');
  let note = `${text}\n`;
  for (const signature of signatures) note += formatSignature(signature);
  return note;
}

/** Writes one signature line; throws on a key that it can't carry. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name) || keyId.length !== 4) throw new Error('a note is signed by a named key with a 4-byte id');
  return `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`;
}

/** Signs a text with one key; `sign` gets the UTF-8 bytes of the text. More lines are added with {@link formatNote}. */
export function signNote(
  text: string,
  signer: { name: string; keyId: Uint8Array },
  sign: (data: Uint8Array) => Uint8Array,
): string {
  return formatNote({ text, signatures: [{ ...signer, signature: sign(utf8Encode(text)) }] });
}

/** Reads a note without judging its signatures. */
export function parseNote(note: string): Result<Note, 'note-too-large' | 'note-malformed'> {
  if (note.length > noteLimits.length) return refuse('note-too-large');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return refuse('note-malformed', 'no empty line before the signatures');
  const text = note.slice(0, split + 1);
  if (!isNoteText(text)) return refuse('note-malformed', 'a control character');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > noteLimits.signatures) return refuse('note-too-large', 'too many signatures');
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return refuse('note-malformed', 'a line that is no signature');
    signatures.push(signature);
  }
  return ok({ text, signatures });
}

function parseSignature(line: string): NoteSignature | undefined {
  if (!line.startsWith('— ')) return undefined;
  const space = line.indexOf(' ', 2);
  const name = line.slice(2, space);
  if (space < 0 || !isKeyName(name)) return undefined;
  const blob = fromBase64(line.slice(space + 1));
  if (blob === undefined || blob.length < 5) return undefined;
  return { name, keyId: blob.subarray(0, 4), signature: blob.subarray(4) };
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u.test(text);
}
