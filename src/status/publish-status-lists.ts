import { deflateSync } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { encodeStatusList } from '../core/index.js';
import { type Clock, inTransaction } from '../platform/index.js';
import { readStatusLists, readStatusValues, statusListUri } from '../registry/index.js';
import type { EcSigner } from '../signing/index.js';
import { logStatusChanges } from './log-changes.js';
import { lockPublishing, readToken, type StoredToken, storeToken } from './status.store.js';
import { lifetimeOf, listOfToken, signStatusToken } from './status-token.js';

/** Two bits a licence: 0 valid, 1 invalid, 2 suspended. */
const bits = 2;

export interface StatusPress {
  /** Of the role *worker*. */
  pool: Pool;
  /** The key `status` of the keystore. */
  key: EcSigner;
  /** The registry's identity, as the licences name it. */
  identity: string;
  ttlSeconds: number;
  clock: Clock;
}

/**
 * Logs a version of every status list that changed, and publishes those whose values changed, or whose token is older than
 * half its time to live; meant to be run about once a second. Idempotent; may run in several workers at once, which wait for each other.
 *
 * @returns how many tokens were made
 */
export async function publishStatusLists(press: StatusPress): Promise<number> {
  let made = 0;
  for (const list of await readStatusLists(press.pool)) {
    if (await inTransaction(press.pool, {}, (client) => publish(client, list, press))) made++;
  }
  return made;
}

async function publish(client: PoolClient, list: number, press: StatusPress): Promise<boolean> {
  await lockPublishing(client);
  await logStatusChanges(client, list, press.clock());
  // Before the values are read: a token never claims to be younger than what it says.
  const issuedAt = Math.floor(press.clock() / 1000);
  const encoded = encodeStatusList(await readStatusValues(client, list), bits, deflateSync);
  const last = await readToken(client, list);
  if (last && isFresh(last, issuedAt, press.ttlSeconds) && listOfToken(last.token) === encoded.lst) return false;
  const claims = { uri: statusListUri(press.identity, list), issuedAt, ttl: press.ttlSeconds, list: encoded };
  await storeToken(client, {
    list,
    token: signStatusToken(claims, press.key),
    issuedAt: new Date(issuedAt * 1000),
    expiresAt: new Date((issuedAt + lifetimeOf(press.ttlSeconds)) * 1000),
  });
  return true;
}

function isFresh(last: StoredToken, now: number, ttl: number): boolean {
  const age = now - last.issuedAt.getTime() / 1000;
  return age >= 0 && age < ttl / 2;
}
