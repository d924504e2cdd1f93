import {
  type CryptoPort,
  contentDigest,
  eventEntry,
  formatDigest,
  fromBase64url,
  leafHash,
  type NoteKey,
  parseDigest,
  parseReceipt,
  parseVersionReceipt,
  type Receipt,
  verifyInclusion,
  versionEntry,
} from '../../core/index.js';
import { NotCompleted } from './lie.js';
import { openView, type View } from './views.js';

/**
 * The checkpoint that a receipt, of an event or of a version of a record, proves the log to have signed with it inside.
 * Throws NotCompleted when the receipt does not prove that: anybody can write such a file.
 */
export function openReceipt(from: string, value: unknown, key: NoteKey, crypto: CryptoPort): View {
  const proves = (why: string) => new NotCompleted(`${from} is no receipt of this log: ${why}`);
  const read = readReceipt(value, crypto);
  if (typeof read === 'string') throw proves(read);
  const { receipt, computed } = read;
  if (formatDigest(computed) !== receipt.entry) throw proves('its entry is not of what it tells');
  const view = openView(from, receipt.checkpoint, key, crypto);
  const proof = receipt.inclusionProof.map((digest) => parseDigest(digest) as Uint8Array);
  const leaf = leafHash(computed, crypto);
  if (!verifyInclusion({ leaf, index: receipt.index, size: view.size, proof, root: view.root }, crypto)) {
    throw proves('its proof does not lead to its checkpoint');
  }
  return view;
}

interface ReadReceipt {
  receipt: Omit<Receipt, 'event'>;
  /** the entry of what it tells */
  computed: Uint8Array;
}

function readReceipt(value: unknown, crypto: CryptoPort): ReadReceipt | string {
  const ofEvent = parseReceipt(value);
  if (ofEvent.ok) {
    const { event, ...receipt } = ofEvent.value;
    return { receipt, computed: eventEntry(event, saltOf(receipt), crypto) };
  }
  const ofVersion = parseVersionReceipt(value);
  if (!ofVersion.ok) return ofEvent.code;
  const { version, content, ...receipt } = ofVersion.value;
  if (contentDigest(content, crypto) !== version.contentDigest) return 'its content is not the one of its version';
  return { receipt, computed: versionEntry(version, saltOf(receipt), crypto) };
}

const saltOf = ({ salt }: { salt: string }): Uint8Array => fromBase64url(salt) as Uint8Array;
