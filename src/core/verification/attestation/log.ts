import { parseDigest } from '../../bytes/index.js';
import { type Checkpoint, openCheckpoint, parseCheckpoint, parseNote } from '../../checkpoint/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { leafHash, verifyInclusion } from '../../merkle/index.js';
import type { Receipt } from '../../receipt/index.js';
import { findLogKey, type TrustList } from '../../trust/index.js';
import type { AttestationCode } from '../codes.js';

// All licences of a batch stand under one checkpoint: its note is read, and its signature judged by a list, once. Few are kept.
const most = 64;
/** By the note's text: well-formed, which anybody can make. */
const read = new Map<string, Checkpoint>();
/** Notes whose log's key, as that very list names it, signed them. */
const signed = new WeakMap<TrustList, Set<string>>();

/** The checkpoint of a receipt, as claimed, when the entry is included in its tree; or what is wrong. */
export function judgeInclusion(
  receipt: Omit<Receipt, 'event'>,
  entry: Uint8Array,
  crypto: CryptoPort,
): Checkpoint | AttestationCode {
  const checkpoint = checkpointOf(receipt.checkpoint);
  if (checkpoint === undefined) return 'receipt-checkpoint-malformed';
  const { size, root } = checkpoint;
  if (size !== receipt.treeSize) return 'receipt-checkpoint-mismatch';
  const proof = receipt.inclusionProof.map((digest) => parseDigest(digest) ?? new Uint8Array(0));
  const leaf = leafHash(entry, crypto);
  const included = verifyInclusion({ leaf, index: receipt.index, size, proof, root }, crypto);
  return included ? checkpoint : 'receipt-inclusion-wrong';
}

/** What is wrong with a checkpoint's signature by the list's key for its log, if anything. */
export function checkpointFault(
  note: string,
  origin: string,
  list: TrustList,
  crypto: CryptoPort,
): AttestationCode | undefined {
  const known = signed.get(list) ?? new Set();
  if (known.has(note)) return undefined;
  const key = findLogKey(list, origin, crypto);
  if (key === undefined) return 'checkpoint-log-unknown';
  if (!openCheckpoint(note, key, crypto).ok) return 'checkpoint-signature-wrong';
  if (known.size >= most) known.clear();
  signed.set(list, known.add(note));
  return undefined;
}

function checkpointOf(text: string): Checkpoint | undefined {
  const known = read.get(text);
  if (known !== undefined) return known;
  const note = parseNote(text);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) return undefined;
  if (read.size >= most) read.clear();
  read.set(text, checkpoint.value);
  return checkpoint.value;
}
