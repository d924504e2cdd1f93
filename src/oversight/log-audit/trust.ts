import {
  type CryptoPort,
  type EcPublicJwk,
  findLogKey,
  type ListedContract,
  type NoteKey,
  readTrustList,
  type TrustList,
} from '../../core/index.js';
import type { Source } from './http-source.js';
import { NotCompleted } from './lie.js';

const mostBytes = 4 * 1024 * 1024;

/** The registry's trust list, by the pinned root; throws NotCompleted when it is not to be believed. */
export async function fetchTrustList(
  source: Source,
  root: EcPublicJwk,
  context: { at: number; seenNumber?: number },
  crypto: CryptoPort,
): Promise<TrustList> {
  const bytes = await source.read('/.well-known/elicence-trust', mostBytes);
  if (bytes === undefined) throw new NotCompleted('the registry serves no trust list');
  const list = readTrustList(bytes.toString('utf8').trim(), root, context, crypto);
  if (!list.ok) throw new NotCompleted(`the trust list is not believed: ${list.code} ${list.detail ?? ''}`.trim());
  return list.value;
}

/**
 * The key of the log with this origin and the contracts that anchor it, as the list names them; of the newest log that it
 * names when it names none of this origin.
 */
export function listedLog(
  list: TrustList,
  claimed: string | undefined,
  crypto: CryptoPort,
): { key: NoteKey; contracts: ListedContract[] } {
  const origin = list.logs.find((log) => log.origin === claimed)?.origin ?? list.logs.at(-1)?.origin ?? '';
  const key = findLogKey(list, origin, crypto);
  if (key === undefined) throw new NotCompleted('the trust list names no log with a key of a known kind');
  return { key, contracts: list.contracts.filter((contract) => contract.origin === origin) };
}
