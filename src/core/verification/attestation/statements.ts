import { equalBytes, toBase64url } from '../../bytes/index.js';
import { cosignedAt, type Note, parseNote, verifyNote } from '../../checkpoint/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { findContract, findLogKey, findWitnesses, type TrustList, within } from '../../trust/index.js';
import type { AnchorEvidence, Evidence, KnownAnchor } from '../evidence.js';
import type { TrustInHand } from '../trust-in-hand.js';
import { readAnchorStatement } from './anchor-statement.js';
import { sameAnchor, sizeKey } from './known-anchors.js';

/** The most statements that are read; more than a verification needs. */
export const maxStatements = 512;
/** A witness's clock may be ahead by this many milliseconds. */
const skew = 60_000;

/**
 * Makes of the log's statements what a chain would have said: an anchor counts when the log signed its statement, the log is
 * the one that the list's contract anchors, and a quorum of distinct witnesses, each at a time when the list vouches for it,
 * cosigned the same text. Two statements of one size that differ cancel each other and are told. Of everything else nothing is
 * concluded.
 */
export function takeAnchors(
  anchors: Evidence['anchors'],
  trust: TrustInHand,
  now: number,
  crypto: CryptoPort,
): AnchorEvidence {
  if (!('statements' in anchors)) return anchors;
  const { asOf } = anchors;
  if ('lacks' in trust) return { unavailable: 'statements are judged by a trust list', asOf };
  if (anchors.statements.length > maxStatements) return { unavailable: 'too many statements', asOf };
  const stated = [...new Set(anchors.statements)].flatMap((note) => judge(note, trust.list, now, crypto) ?? []);
  const texts = new Map<string, Set<string>>();
  for (const { anchor, text } of stated) {
    texts.set(sizeKey(anchor), (texts.get(sizeKey(anchor)) ?? new Set()).add(text));
  }
  const differs = ({ anchor }: Stated) => (texts.get(sizeKey(anchor))?.size ?? 0) > 1;
  const plain = (items: Stated[]) => items.map(({ anchor }) => anchor);
  const clear = stated.filter((item) => !differs(item));
  return {
    anchors: plain(clear.filter(({ cosigned }) => cosigned)),
    asOf,
    stated: {
      uncosigned: plain(clear.filter(({ cosigned }) => !cosigned)),
      contradicted: plain(stated.filter(differs)),
    },
  };
}

/** Whether the log signed this very anchor: every field of it, under its key in the list. */
export function isStated(statement: string, anchor: KnownAnchor, list: TrustList, crypto: CryptoPort): boolean {
  const note = parseNote(statement);
  const read = note.ok ? readAnchorStatement(note.value.text) : note;
  if (!read.ok) return false;
  const { origin, anchor: stated } = read.value;
  if (stated.root !== anchor.root || stated.previousTreeSize !== anchor.previousTreeSize) return false;
  if (!sameAnchor(stated, anchor)) return false;
  const key = findLogKey(list, origin, crypto);
  return key !== undefined && verifyNote(statement, key, crypto).ok;
}

interface Stated {
  anchor: KnownAnchor;
  text: string;
  cosigned: boolean;
}

/** What the log signed; `undefined` for anything that it did not. */
function judge(statement: string, list: TrustList, now: number, crypto: CryptoPort): Stated | undefined {
  const note = parseNote(statement);
  const read = note.ok ? readAnchorStatement(note.value.text) : note;
  if (!note.ok || !read.ok) return undefined;
  const { origin, anchor } = read.value;
  const key = findLogKey(list, origin, crypto);
  if (key === undefined || !verifyNote(statement, key, crypto).ok) return undefined;
  if (findContract(list, anchor.chainId, anchor.contract, anchor.logId)?.origin !== origin) return undefined;
  return { anchor, text: note.value.text, cosigned: hasQuorum(note.value, list, now, crypto) };
}

function hasQuorum({ text, signatures }: Note, list: TrustList, now: number, crypto: CryptoPort): boolean {
  const { witnesses, quorum } = findWitnesses(list, crypto);
  // One key under two names is one witness.
  const agreed = new Set<string>();
  for (const { key, period } of witnesses) {
    // Whoever brings a statement may put lines under it: of a witness that has more than one, none is judged.
    const [line, ...more] = signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
    if (line === undefined || more.length > 0) continue;
    const time = (cosignedAt(text, line, key, crypto) ?? Number.NaN) * 1000;
    if (time <= now + skew && within(period, time)) agreed.add(toBase64url(key.publicKey));
  }
  return agreed.size >= quorum;
}
