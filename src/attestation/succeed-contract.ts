import { Contract, type Provider, type Signer } from 'ethers';
import { awaitReceipt } from './await-receipt.js';
import { logAnchorAbi } from './generated/log-anchor.js';

interface OnContract {
  provider: Provider;
  by: Signer;
  contract: string;
  timeout?: number;
}

async function write({ provider, by, contract, timeout }: OnContract, method: string, args: unknown[]): Promise<void> {
  const { hash } = await new Contract(contract, logAnchorAbi, by).getFunction(method)(...args);
  await awaitReceipt(provider, hash, timeout);
}

/** Gives the right to anchor a log to another account; `by` is a registrar. Nothing is sent when it has it already. */
export async function changeAnchorer(on: OnContract, logId: string, anchorer: string): Promise<boolean> {
  const logAnchor = new Contract(on.contract, logAnchorAbi, on.provider);
  const current: string = await logAnchor.getFunction('anchorerOf')(logId);
  if (current.toLowerCase() === anchorer.toLowerCase()) return false;
  await write(on, 'changeAnchorer', [logId, anchorer]);
  return true;
}

/**
 * Ends a LogAnchor or IssuerRegistry for ever in favour of `successor`; `by` is its admin. Nothing is sent when it points there
 * already. Throws when it points elsewhere, or is of the first generation, which can't be retired.
 */
export async function retireContract(on: OnContract, successor: string): Promise<boolean> {
  const current: string = await new Contract(on.contract, logAnchorAbi, on.provider).getFunction('successor')();
  if (current.toLowerCase() === successor.toLowerCase()) return false;
  await write(on, 'retire', [successor]);
  return true;
}

/**
 * Lets a log go on in `on.contract` from its last checkpoint in a retired `predecessor`; `by` is a registrar. A log without a
 * checkpoint there is registered anew. Nothing is sent when the log is there already; answers what was done.
 */
export async function continueLog(
  on: OnContract,
  log: { predecessor: string; logId: string; anchorer: string },
): Promise<'continued' | 'registered' | 'there'> {
  const here = new Contract(on.contract, logAnchorAbi, on.provider);
  const there = new Contract(log.predecessor, logAnchorAbi, on.provider);
  if (BigInt(await here.getFunction('anchorerOf')(log.logId)) !== 0n) {
    const known: string = await here.getFunction('predecessorOf')(log.logId);
    if (known.toLowerCase() === log.predecessor.toLowerCase()) return 'there';
    throw new Error(
      `log ${log.logId} is registered at ${on.contract} already, and not as the continuation of ${log.predecessor}`,
    );
  }
  const [size]: [bigint] = await there.getFunction('latest')(log.logId);
  if (size === 0n) {
    await write(on, 'registerLog', [log.logId, log.anchorer]);
    return 'registered';
  }
  await write(on, 'continueLog', [log.predecessor, log.logId, log.anchorer]);
  return 'continued';
}
