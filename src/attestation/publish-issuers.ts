import { Contract, decodeBytes32String, encodeBytes32String, type Provider, type Signer } from 'ethers';
import type { TrustList } from '../core/index.js';
import { awaitReceipt } from './await-receipt.js';
import { issuerRegistryAbi } from './generated/issuer-registry.js';
import { type ChainKey, type ChainRight, type IssuerChanges, issuerChanges } from './issuer-changes.js';

/** Entries that were read or are written by one call; a block's gas bounds them. */
const pageSize = 100;
/** Seconds that a transaction may take to be mined: an end is refused once it lies in the past. */
const margin = 60;

/**
 * Writes what the trust list says about authorities' rights and keys into IssuerRegistry, and only what differs: a second
 * run writes nothing. Whoever calls must have read the list under its root.
 *
 * @param input.registrar grants and ends rights
 * @param input.keyKeeper adds and ends keys
 * @returns what was written
 * @throws Error when the chain does not answer or refuses a transaction
 */
export async function publishIssuers(input: {
  provider: Provider;
  registrar: Signer;
  keyKeeper: Signer;
  issuerRegistry: string;
  list: Pick<TrustList, 'authorities'>;
  timeout?: number;
}): Promise<IssuerChanges> {
  const contract = new Contract(input.issuerRegistry, issuerRegistryAbi, input.provider);
  const block = await input.provider.getBlock('latest');
  if (!block) throw new Error('the chain has no block yet');
  const soonest = Math.max(block.timestamp, Math.floor(Date.now() / 1000)) + margin;
  const changes = issuerChanges(input.list, await readIssuers(contract), soonest);
  const calls: { method: string; args: unknown[]; by: Signer }[] = [];
  const { registrar, keyKeeper } = input;
  for (const { id, until } of changes.rightEnds)
    calls.push({ method: 'changeRightEnd', args: [id, until], by: registrar });
  for (const rights of pages(changes.rights)) {
    const grants = rights.map((right) => [code(right.creditCode), code(right.typeCode), right.from, right.until]);
    calls.push({ method: 'grantRights', args: [grants], by: registrar });
  }
  for (const keys of pages(changes.keys)) {
    const grants = keys.map((key) => [code(key.creditCode), key.thumbprint, key.from, key.until]);
    calls.push({ method: 'addKeys', args: [grants], by: keyKeeper });
  }
  for (const { thumbprint, since } of changes.compromises) {
    calls.push({ method: 'reportCompromise', args: [thumbprint, since], by: keyKeeper });
  }
  for (const { thumbprint, until } of changes.keyEnds) {
    calls.push({ method: 'changeKeyEnd', args: [thumbprint, until], by: keyKeeper });
  }
  for (const { method, args, by } of calls) {
    const { hash } = await (contract.connect(by) as Contract).getFunction(method)(...args);
    await awaitReceipt(input.provider, hash, input.timeout);
  }
  return changes;
}

/** A credit or type code as IssuerRegistry names it: ASCII in 32 bytes. Throws on more than 31 characters. */
const code = (text: string): string => encodeBytes32String(text);

async function readIssuers(contract: Contract): Promise<{ rights: ChainRight[]; keys: ChainKey[] }> {
  const rights = await readAll(contract, 'rightCount', 'rights');
  const keys = await readAll(contract, 'keyCount', 'keys');
  return {
    rights: rights.map((row, id) => ({
      id,
      creditCode: decodeBytes32String(row.authority),
      typeCode: decodeBytes32String(row.typeCode),
      from: Number(row.from),
      until: Number(row.until),
    })),
    keys: keys.map((row) => ({
      creditCode: decodeBytes32String(row.authority),
      thumbprint: row.thumbprint,
      from: Number(row.from),
      until: Number(row.until),
      compromisedAt: Number(row.compromisedAt),
    })),
  };
}

interface Row {
  authority: string;
  typeCode: string;
  thumbprint: string;
  from: bigint;
  until: bigint;
  compromisedAt: bigint;
}

async function readAll(contract: Contract, countOf: string, page: string): Promise<Row[]> {
  const count = Number(await contract.getFunction(countOf)());
  const rows: Row[] = [];
  while (rows.length < count) rows.push(...((await contract.getFunction(page)(rows.length, pageSize)) as Row[]));
  return rows;
}

function pages<T>(items: readonly T[]): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < items.length; at += pageSize) result.push(items.slice(at, at + pageSize));
  return result;
}
