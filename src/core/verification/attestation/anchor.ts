import { formatDigest } from '../../bytes/index.js';
import type { Checkpoint } from '../../checkpoint/index.js';
import type { Anchor, Receipt } from '../../receipt/index.js';
import { findContract, type TrustList } from '../../trust/index.js';
import type { AnchorEvidence, KnownAnchor } from '../evidence.js';
import { type Finding, type Wrong, waiting } from './finding.js';
import { isPassedOver, knownAnchor, sameAnchor, sizeKey } from './known-anchors.js';
import { boundTime, type TimeClaims, timeFault } from './time-bound.js';

/** What the anchor of a proven receipt is judged by. */
export interface AnchorQuestion {
  receipt: Pick<Receipt, 'anchor' | 'previousAnchor' | 'treeSize' | 'index'> & { event: { time: string } };
  checkpoint: Checkpoint;
  list: TrustList;
  anchors: AnchorEvidence;
  young: boolean;
  brought: boolean;
  /** What the licence says of its own time. */
  claims: TimeClaims;
  wrong: Wrong;
}

/** Is the checkpoint on the chain, as the receipt says, and is every field as on the chain? */
export function judgeAnchor(question: AnchorQuestion): Finding {
  const { receipt, checkpoint, list, anchors, young, wrong } = question;
  const { anchor, event } = receipt;
  const since = `event of ${event.time}`;
  if (anchor === null) return judgePrevious(question) ?? waiting('logged-not-anchored', young, since);
  if (!isListed(anchor, checkpoint, list)) return wrong('anchor-contract-unknown');
  if (anchor.treeSize !== receipt.treeSize) return wrong('anchor-field-differs', 'treeSize');
  if ('unavailable' in anchors) return waiting('anchor-unconfirmed', young, `${since}; ${anchors.unavailable}`);
  if (isContradicted(question, anchors)) return { outcome: 'indeterminate', code: 'statements-differ' };
  const known = knownAnchor(anchors.anchors, anchor);
  if (known === undefined) {
    const isStated = anchors.stated?.uncosigned.some((stated) => sizeKey(stated) === sizeKey(anchor)) ?? false;
    if (isStated && !young) return { outcome: 'indeterminate', code: 'statement-not-cosigned', particulars: since };
    if (isPassedOver(anchors.anchors, anchor)) return wrong('anchor-not-on-chain');
    return judgePrevious(question) ?? waiting('anchor-unconfirmed', young, `${since}; not read as final yet`);
  }
  if (known.root !== formatDigest(checkpoint.root)) return wrong('anchor-root-differs');
  if (!sameAnchor(anchor, known)) return wrong('anchor-field-differs');
  const previousSize = receipt.previousAnchor?.treeSize ?? 0;
  if (previousSize !== known.previousTreeSize) return wrong('previous-anchor-differs');
  return judgePrevious(question) ?? judgeTime(question, known, anchors);
}

type AnchorsInHand = Exclude<AnchorEvidence, { unavailable: string }>;

function isContradicted({ receipt }: AnchorQuestion, { stated }: AnchorsInHand): boolean {
  if (stated === undefined || stated.contradicted.length === 0) return false;
  const named = [receipt.anchor, receipt.previousAnchor].flatMap((anchor) => (anchor === null ? [] : sizeKey(anchor)));
  return stated.contradicted.some((anchor) => named.includes(sizeKey(anchor)));
}

/** The proof is good. What is left is whether the times that the licence claims can be true. */
function judgeTime(
  { receipt, claims }: AnchorQuestion,
  anchor: KnownAnchor,
  { anchors, stated }: AnchorsInHand,
): Finding {
  const previous = receipt.previousAnchor === null ? undefined : knownAnchor(anchors, receipt.previousAnchor);
  const bound = boundTime({ eventTime: receipt.event.time, claims, anchor, previous, anchors });
  const code = stated === undefined ? 'anchored' : 'anchored-by-statement';
  const passed: Finding = { outcome: 'passed', code, particulars: `at ${anchor.blockTime}` };
  return { ...(timeFault(bound, claims) ?? passed), bound };
}

/** What is wrong with the anchor before; `undefined` when it is as on the chain, or there is none to judge. */
function judgePrevious({ receipt, checkpoint, list, anchors, brought, wrong }: AnchorQuestion): Finding | undefined {
  const { anchor, previousAnchor: previous } = receipt;
  if (previous === null) return undefined;
  if (!isListed(previous, checkpoint, list)) return wrong('previous-anchor-differs', 'contract');
  if (previous.treeSize > receipt.treeSize) return wrong('previous-anchor-differs', 'treeSize');
  if (anchor !== null && !isSameLog(anchor, previous)) return wrong('previous-anchor-differs', 'contract');
  if ('unavailable' in anchors) return undefined;
  const known: KnownAnchor | undefined = knownAnchor(anchors.anchors, previous);
  if (known !== undefined && !sameAnchor(previous, known)) return wrong('previous-anchor-differs');
  if (known !== undefined) {
    // Under a later anchor than the first that holds it, an event would have no earliest time.
    return receipt.index < previous.treeSize ? wrong('receipt-under-later-anchor') : undefined;
  }
  if (isPassedOver(anchors.anchors, previous)) return wrong('previous-anchor-differs', 'treeSize');
  // A fetched receipt may be a moment ahead of what was read from the chain; a brought one must be shown to be right.
  const awaited = anchor === null && !brought;
  return awaited ? undefined : { outcome: 'indeterminate', code: 'previous-anchor-unconfirmed' };
}

function isListed(anchor: Anchor, { origin }: Checkpoint, list: TrustList): boolean {
  const contract = findContract(list, anchor.chainId, anchor.contract, anchor.logId);
  if (contract === undefined || contract.origin !== origin) return false;
  return anchor.contract === contract.address || anchor.contract === contract.address.toLowerCase();
}

function isSameLog(a: Anchor, b: Anchor): boolean {
  return a.chainId === b.chainId && a.contract === b.contract && a.logId === b.logId;
}
