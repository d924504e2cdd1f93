import { type Guard, isText, members, wholeNumber } from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import type { Anchor } from './receipt.js';

/** The shape of an anchor, whatever receipt carries it. */
export const anchorGuard: Guard<Anchor> = members({
  chainId: wholeNumber(0),
  contract: isText(/^0x[0-9a-fA-F]{40}$/),
  logId: isText(/^0x[0-9a-f]{64}$/),
  treeSize: wholeNumber(1),
  transactionHash: isText(/^0x[0-9a-f]{64}$/),
  blockNumber: wholeNumber(0),
  blockTime: isText((text) => parseInstant(text) !== undefined),
});
