import {
  type CryptoPort,
  eventEntry,
  formatDigest,
  fromBase64url,
  leafHash,
  type NoteKey,
  parseDigest,
  parseReceipt,
  verifyInclusion,
} from '../../core/index.js';
import { NotCompleted } from './lie.js';
import { openView, type View } from './views.js';

/**
 * The checkpoint that a receipt proves the log to have signed with this event in it. Throws NotCompleted when the receipt
 * does not prove that: anybody can write such a file.
 */
export function openReceipt(from: string, value: unknown, key: NoteKey, crypto: CryptoPort): View {
  const proves = (why: string) => new NotCompleted(`${from} is no receipt of this log: ${why}`);
  const parsed = parseReceipt(value);
  if (!parsed.ok) throw proves(parsed.code);
  const { event, salt, entry, index, inclusionProof, checkpoint } = parsed.value;
  const computed = eventEntry(event, fromBase64url(salt) as Uint8Array, crypto);
  if (formatDigest(computed) !== entry) throw proves('its entry is not of its event');
  const view = openView(from, checkpoint, key, crypto);
  const proof = inclusionProof.map((digest) => parseDigest(digest) as Uint8Array);
  const leaf = leafHash(computed, crypto);
  if (!verifyInclusion({ leaf, index, size: view.size, proof, root: view.root }, crypto)) {
    throw proves('its proof does not lead to its checkpoint');
  }
  return view;
}
