import { getBytes, Interface } from 'ethers';
import { formatDigest, type KnownAnchor } from '../core/index.js';
import { rfc3339 } from '../platform/index.js';
import type { LedgerChain } from './chain.js';
import { logAnchorAbi } from './generated/log-anchor.js';

/** All that a contract says about one log, as of one block. */
export interface AnchoredHistory {
  head: { number: number; hash: string };
  /** Oldest first; whether each is final is for the caller to judge by `head`. */
  anchors: KnownAnchor[];
}

const events = new Interface(logAnchorAbi);
const tries = 3;
const atOnce = 16;

/**
 * Reads every `Anchored` event of a log up to the newest block, with the times of their blocks, for an audit: in ranges that
 * halve when the node refuses them. Throws when the node does not answer, serves another chain or lacks the contract, or
 * when the chain is reorganised again and again meanwhile.
 */
export async function readAnchored(chain: LedgerChain): Promise<AnchoredHistory> {
  const { provider, chainId, contract } = chain;
  const served = Number(await provider.send('eth_chainId', []));
  if (served !== chainId) throw new Error(`the node serves chain ${served}, not ${chainId}`);
  if ((await provider.getCode(contract)) === '0x') throw new Error(`there is no contract at ${contract}`);
  for (let tried = 0; tried < tries; tried++) {
    const head = await provider.getBlock('latest');
    if (!head?.hash) throw new Error('the node gives no newest block');
    const anchors = await readUpTo(chain, head.number);
    const after = await provider.getBlock(head.number);
    if (after?.hash === head.hash) return { head: { number: head.number, hash: head.hash }, anchors };
  }
  throw new Error('the chain is reorganised while it is read');
}

async function readUpTo(chain: LedgerChain, head: number): Promise<KnownAnchor[]> {
  const topic = events.getEvent('Anchored')?.topicHash ?? null;
  const filter = { address: chain.contract, topics: [topic, chain.logId] };
  const anchors: KnownAnchor[] = [];
  let range = head + 1;
  for (let from = 0; from <= head; ) {
    const to = Math.min(head, from + range - 1);
    try {
      const logs = await chain.provider.getLogs({ ...filter, fromBlock: from, toBlock: to });
      for (let at = 0; at < logs.length; at += atOnce) {
        anchors.push(...(await Promise.all(logs.slice(at, at + atOnce).map((log) => anchorOf(chain, log)))));
      }
      from = to + 1;
    } catch (refusal) {
      if (range === 1) throw refusal;
      range = Math.ceil(range / 2);
    }
  }
  return anchors;
}

interface EventLog {
  topics: readonly string[];
  data: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
}

async function anchorOf(chain: LedgerChain, log: EventLog): Promise<KnownAnchor> {
  const event = events.parseLog(log);
  const block = await chain.provider.getBlock(log.blockNumber);
  if (event === null || block?.hash !== log.blockHash) throw new Error(`the node takes back block ${log.blockNumber}`);
  return {
    chainId: chain.chainId,
    contract: chain.contract,
    logId: chain.logId,
    treeSize: Number(event.args.size),
    previousTreeSize: Number(event.args.previousSize),
    root: formatDigest(getBytes(event.args.root)),
    transactionHash: log.transactionHash,
    blockNumber: log.blockNumber,
    blockTime: rfc3339(block.timestamp * 1000),
  };
}
