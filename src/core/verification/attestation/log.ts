import { parseDigest } from '../../bytes/index.js';
import { type Checkpoint, openCheckpoint, parseCheckpoint, parseNote } from '../../checkpoint/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { leafHash, verifyInclusion } from '../../merkle/index.js';
import type { Receipt } from '../../receipt/index.js';
import { findLogKey, type TrustList } from '../../trust/index.js';
import type { AttestationCode } from '../codes.js';

/** The checkpoint of a receipt, as claimed, when the entry is included in its tree; or what is wrong. */
export function judgeInclusion(
  receipt: Omit<Receipt, 'event'>,
  entry: Uint8Array,
  crypto: CryptoPort,
): Checkpoint | AttestationCode {
  const note = parseNote(receipt.checkpoint);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) return 'receipt-checkpoint-malformed';
  const { size, root } = checkpoint.value;
  if (size !== receipt.treeSize) return 'receipt-checkpoint-mismatch';
  const proof = receipt.inclusionProof.map((digest) => parseDigest(digest) ?? new Uint8Array(0));
  const leaf = leafHash(entry, crypto);
  const included = verifyInclusion({ leaf, index: receipt.index, size, proof, root }, crypto);
  return included ? checkpoint.value : 'receipt-inclusion-wrong';
}

/** What is wrong with a checkpoint's signature by the list's key for its log, if anything. */
export function checkpointFault(
  note: string,
  origin: string,
  list: TrustList,
  crypto: CryptoPort,
): AttestationCode | undefined {
  const key = findLogKey(list, origin, crypto);
  if (key === undefined) return 'checkpoint-log-unknown';
  return openCheckpoint(note, key, crypto).ok ? undefined : 'checkpoint-signature-wrong';
}
