import { equalBytes, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { ok, type Result, refuse } from '../result.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { parseNote } from './note.js';
import type { NoteKey } from './note-key.js';

/** Why a note is not taken. */
export type NoteRefusal = 'note-too-large' | 'note-malformed' | 'note-signature-missing' | 'note-signature-invalid';

/**
 * The text of a note that the key signed. Lines of other keys are passed over, as the format asks (witnesses add theirs);
 * every line that claims this key must be right.
 */
export function verifyNote(
  note: string,
  key: NoteKey,
  crypto: Pick<CryptoPort, 'verifyEd25519'>,
): Result<string, NoteRefusal> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const mine = signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
  if (mine.length === 0) return refuse('note-signature-missing', `not signed by ${key.name}`);
  if (mine.length > 1) return refuse('note-malformed', 'signed twice by one key');
  const data = utf8Encode(text);
  for (const { signature } of mine) {
    if (!crypto.verifyEd25519(key.publicKey, data, signature)) return refuse('note-signature-invalid');
  }
  return ok(text);
}

/** Why a signed checkpoint is not taken. */
export type CheckpointRefusal = NoteRefusal | 'checkpoint-malformed' | 'checkpoint-of-another-log';

/** Reads a checkpoint that its log signed; the log's key is named like its origin, and so must the checkpoint be. */
export function openCheckpoint(
  note: string,
  key: NoteKey,
  crypto: Pick<CryptoPort, 'verifyEd25519'>,
): Result<Checkpoint, CheckpointRefusal> {
  const text = verifyNote(note, key, crypto);
  if (!text.ok) return text;
  const checkpoint = parseCheckpoint(text.value);
  if (!checkpoint.ok || checkpoint.value.origin === key.name) return checkpoint;
  return refuse('checkpoint-of-another-log', checkpoint.value.origin);
}
