import { logIdOf } from '../../attestation/index.js';
import {
  type CryptoPort,
  equalBytes,
  formatDigest,
  type KnownAnchor,
  type NoteKey,
  type TrustList,
} from '../../core/index.js';
import { readAnchorList, type StatedAnchor } from './anchor-list.js';
import { type ChainQuestion, joinHistories, judgeNodes, readChain } from './chain-history.js';
import { judgeCosignatures } from './cosignatures.js';
import type { Source } from './http-source.js';
import { judgeAnchors, judgeLine } from './judge-chain.js';
import { judgeStatements } from './judge-statements.js';
import { isLie, type Lie, lie, NotCompleted } from './lie.js';
import { openNewest } from './newest-checkpoint.js';
import { judgePromise, openPromise, type PromiseState } from './promises.js';
import { openReceipt } from './receipts.js';
import { type Replayed, replayLog } from './replay-log.js';
import { judgeView, openView, type View } from './views.js';

/** Something that was brought or is held elsewhere, and a name for it. */
export interface Held<T> {
  from: string;
  value: T;
}

export interface AuditQuestion {
  source: Source;
  key: NoteKey;
  crypto: CryptoPort;
  clock: () => number;
  /** Without it anchors are judged by what the log states of them. */
  chain?: ChainQuestion;
  /** Needed for promises. */
  trust?: TrustList;
  /** Checkpoint notes that were seen before, or that others hold. */
  checkpoints: readonly Held<() => Promise<string>>[];
  /** JSON values */
  promises: readonly Held<unknown>[];
  receipts: readonly Held<unknown>[];
  progress?: (entries: number, of: number) => void;
}

/** What an audit found out until its end, or until the first lie. */
export interface AuditFindings {
  lie?: Lie;
  newest?: View;
  entries: number;
  tiles: number;
  anchorsOnChain: number;
  statements: number;
  checkpointsHeld: number;
  receipts: number;
  /** Witnesses of the trust list whose lines stand under the newest checkpoint. */
  cosignedBy: string[];
  promises: PromiseState[];
  /** What was not looked at, or not by everyone asked. */
  notes: string[];
}

/**
 * Replays a log as it is served, and compares it with everything that binds it: the chain, its own statements, what was seen
 * before, what others hold, receipts and promises. Ends at the first lie.
 *
 * @throws NotCompleted when something needed can't be had or judged
 */
export async function auditLog(question: AuditQuestion): Promise<AuditFindings> {
  const findings: AuditFindings = {
    entries: 0,
    tiles: 0,
    anchorsOnChain: 0,
    statements: 0,
    checkpointsHeld: 0,
    receipts: 0,
    cosignedBy: [],
    promises: [],
    notes: [],
  };
  const found = await audit(question, findings);
  return found ? { ...findings, lie: found } : findings;
}

async function audit(question: AuditQuestion, findings: AuditFindings): Promise<Lie | undefined> {
  const { source, key, crypto } = question;
  // In this order, each thing read is bound by those read after it, however fast the log grows meanwhile.
  const stated = await readAnchorList(source, { key, logId: logIdOf(key.name) }, crypto);
  if (isLie(stated)) return stated;
  findings.statements = stated.length;
  const onChain = await chainOf(question, findings, stated);
  if (isLie(onChain)) return onChain;
  const views: View[] = [];
  for (const { from, value } of question.checkpoints) views.push(openView(from, await value(), key, crypto));
  findings.checkpointsHeld = views.length;
  for (const { from, value } of question.receipts) views.push(openReceipt(from, value, key, crypto));
  findings.receipts = question.receipts.length;
  const promises = question.promises.map(({ from, value }) => openPromise(from, value, trustOf(question), crypto));

  const readAt = question.clock();
  const newest = await openNewest(source, key, crypto);
  if (isLie(newest)) return newest;
  findings.newest = newest;
  const cosigned = question.trust ? judgeCosignatures(newest, question.trust, crypto) : [];
  if (isLie(cosigned)) return cosigned;
  findings.cosignedBy = cosigned;
  const anchors = onChain ?? stated.map(({ anchor }) => anchor);
  const early = judgeLine(anchors) ?? beyond(anchors, views, newest);
  if (early) return early;
  const replayed = await replayLog({
    source,
    crypto,
    size: newest.size,
    sizes: new Set(
      [...anchors, ...stated.map(({ anchor }) => anchor)]
        .map(({ treeSize }) => treeSize)
        .concat(views.map(({ size }) => size)),
    ),
    entries: new Set(promises.map(({ place }) => place)),
    progress: (entries) => {
      findings.entries = entries;
      question.progress?.(entries, newest.size);
    },
  });
  if (isLie(replayed)) return { ...replayed, evidence: { ...replayed.evidence, newest: newest.note } };
  findings.tiles = replayed.tiles;
  return (
    judgeRoot(newest, replayed) ??
    first(views, (view) => judgeView(view, newest, replayed)) ??
    judgeAnchors(anchors, newest, replayed) ??
    (onChain && judgeStatements(stated, onChain)) ??
    first(promises, (held) => {
      const state = judgePromise(held, replayed, newest, readAt);
      if (isLie(state)) return state;
      findings.promises.push(state);
      return undefined;
    })
  );
}

/** What needs no replay to be seen: the log shows less than it signed for others or anchored. */
function beyond(anchors: readonly KnownAnchor[], views: readonly View[], newest: View): Lie | undefined {
  const nothing: Replayed = { root: newest.root, roots: new Map(), places: new Map(), tiles: 0 };
  return (
    first(
      views.filter(({ size }) => size > newest.size),
      (view) => judgeView(view, newest, nothing),
    ) ??
    judgeAnchors(
      anchors.filter(({ treeSize }) => treeSize > newest.size),
      newest,
      nothing,
    )
  );
}

async function chainOf(
  { chain }: AuditQuestion,
  findings: AuditFindings,
  stated: readonly StatedAnchor[],
): Promise<KnownAnchor[] | Lie | undefined> {
  if (chain === undefined) {
    findings.notes.push('no chain node was asked: what is anchored is the word of the log alone');
    return undefined;
  }
  const { histories, silent } = await readChain(chain);
  findings.notes.push(...silent);
  const disagreement = judgeNodes(histories, chain.depth);
  if (disagreement) return disagreement;
  const { anchors, heads } = joinHistories(histories);
  const unread = chain.contracts.find(({ chainId }) => !heads.has(chainId));
  if (unread) throw new NotCompleted(`chain ${unread.chainId}, which anchors this log, was not read`);
  for (const { anchor } of stated) {
    if (anchor.blockNumber > (heads.get(anchor.chainId) ?? Number.POSITIVE_INFINITY))
      throw new NotCompleted(
        `the node is behind block ${anchor.blockNumber}, where size ${anchor.treeSize} is anchored`,
      );
  }
  findings.anchorsOnChain = anchors.length;
  const unstated = anchors.filter(({ treeSize }) => treeSize > (stated.at(-1)?.anchor.treeSize ?? 0)).length;
  if (unstated > 0) findings.notes.push(`${unstated} newer anchors on the chain are not stated by the log yet`);
  return anchors;
}

function judgeRoot(newest: View, replayed: Replayed): Lie | undefined {
  if (equalBytes(newest.root, replayed.root)) return undefined;
  return lie('root-differs', 'the entries that the log serves do not give the root that it signed', {
    newest: newest.note,
    computedRoot: formatDigest(replayed.root),
  });
}

function trustOf({ trust }: AuditQuestion): TrustList {
  if (trust === undefined) throw new NotCompleted('promises are judged by the trust list: give its root');
  return trust;
}

function first<T>(items: readonly T[], judge: (item: T) => Lie | undefined): Lie | undefined {
  for (const item of items) {
    const found = judge(item);
    if (found) return found;
  }
  return undefined;
}
