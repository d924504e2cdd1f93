import type { Finality, LedgerChain } from '../../attestation/index.js';
import { formatDigest, type KnownAnchor, parseInstant } from '../../core/index.js';
import { rfc3339 } from '../../platform/index.js';
import type { Looked } from './watched-log.js';

/** A log's place in one contract, as one node shows it. */
export interface ChainView {
  chain: Pick<LedgerChain, 'chainId' | 'contract' | 'logId' | 'checkCode' | 'find'>;
  finality: Finality;
}

/**
 * Compares what a log states of an anchor with what nodes show: by the first that answers. Every field must be the same, and
 * the block final by the witness's own rule; only what is final can contradict.
 *
 * @throws Error when no node answers
 */
export async function lookUpAnchor(views: readonly ChainView[], anchor: KnownAnchor): Promise<Looked> {
  const own = views.filter(({ chain }) => isSame(chain, anchor));
  let fault: unknown = new Error('no node');
  for (const view of own) {
    try {
      return await ask(view, anchor);
    } catch (cause) {
      fault = cause;
    }
  }
  if (own.length === 0) return { found: 'unknown-contract' };
  throw fault;
}

async function ask({ chain, finality }: ChainView, anchor: KnownAnchor): Promise<Looked> {
  await chain.checkCode();
  const sighting = await chain.find(anchor.transactionHash);
  if (sighting === undefined || !(await finality.isFinal(sighting.block))) return { found: 'not-yet' };
  const { block, anchored, succeeded } = sighting;
  const same =
    succeeded &&
    anchored?.size === anchor.treeSize &&
    anchored.previousSize === anchor.previousTreeSize &&
    formatDigest(anchored.root) === anchor.root &&
    block.number === anchor.blockNumber &&
    block.time === parseInstant(anchor.blockTime);
  if (same) return { found: 'same' };
  const event = anchored && {
    treeSize: anchored.size,
    previousTreeSize: anchored.previousSize,
    root: formatDigest(anchored.root),
  };
  const seen = { transactionHash: anchor.transactionHash, succeeded, event: event ?? null };
  return { found: 'differs', chain: { ...seen, blockNumber: block.number, blockTime: rfc3339(block.time) } };
}

function isSame(chain: ChainView['chain'], anchor: KnownAnchor): boolean {
  return (
    chain.chainId === anchor.chainId &&
    chain.contract.toLowerCase() === anchor.contract.toLowerCase() &&
    chain.logId.toLowerCase() === anchor.logId.toLowerCase()
  );
}
