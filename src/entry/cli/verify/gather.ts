import { readFileSync } from 'node:fs';
import {
  type EcPublicJwk,
  type Evidence,
  type RecordableEvidence,
  readTrustList,
  type TrustList,
} from '../../../core/index.js';
import { nodeCrypto, rfc3339 } from '../../../platform/light.js';
import { isAddress, type Means } from './arguments.js';
import { firstOf } from './ask.js';
import { type Asking, askAnchors, askLicence, askStatus, askTrust } from './gather-online.js';
import { type Held, readJson } from './read-held.js';
import { askStatements, readStatements } from './read-statements.js';
import type { Seen } from './seen.js';

/** Moments in milliseconds: the one asked for, and the clock's, never before it. */
export interface Moments {
  at: number;
  now: number;
}

type Trust = RecordableEvidence['trust'];
const offline = { unavailable: 'judged offline' };

/**
 * Collects what the licence is judged by: what was brought with it, what files were named, and, where registries were named,
 * what these answer. What could not be had is told in its place. Judges nothing.
 *
 * @throws Error when a file that was named can't be read, or is not what it is named for
 */
export async function gather(
  held: Held,
  means: Means,
  pinned: { root?: EcPublicJwk; seen?: Seen },
  { at, now }: Moments,
): Promise<RecordableEvidence> {
  const asking: Asking | undefined = means.urls.length > 0 ? { ...means, now } : undefined;
  const { trust, list } = await trustOf(means, pinned, asking, { at, now });
  const receiptInHand = means.receipt === undefined ? held.receipt : readJson(readFileSync(means.receipt, 'utf8'));
  const wanting = receiptInHand === undefined || held.credential === undefined;
  const answer = asking && wanting ? await askLicence(asking, held) : undefined;
  const credential = held.credential ?? answer?.credential;
  const receipt: Evidence['receipt'] =
    receiptInHand === undefined ? (answer?.receipt ?? offline) : { value: receiptInHand, brought: true };
  const asOf = rfc3339(at);
  const [status, anchors] = await Promise.all([
    statusOf(held, credential, asking, list, asOf),
    anchorsOf(held, 'value' in receipt ? receipt.value : undefined, means, asking, asOf),
  ]);
  const { carrier, promise } = held;
  const evidence = { trust, status, receipt, ...(promise ? { promise } : {}), anchors };
  if (credential !== undefined) return { ...evidence, credential, ...(carrier ? { carrier } : {}) };
  if (carrier === undefined) throw new Error('there is nothing that can be verified');
  return { ...evidence, carrier };
}

async function trustOf(
  means: Means,
  { root, seen }: { root?: EcPublicJwk; seen?: Seen },
  asking: Asking | undefined,
  { at, now }: Moments,
): Promise<{ trust: Trust; list?: TrustList }> {
  if (means.trust === undefined && asking === undefined) return { trust: offline };
  if (root === undefined || seen === undefined) {
    throw new Error('the root of the trust list is needed: --root, or TRUST_ROOT_JWK');
  }
  if (means.trust !== undefined)
    return trustOfFile(means.trust, root, means.state === undefined ? undefined : seen, at);
  const seenNumber = seen.number('trust-list');
  const answered = await askTrust({ ...(asking as Asking), now }, { root, seenNumber });
  if ('unavailable' in answered) return { trust: answered };
  seen.remember({ 'trust-list': answered.list.number });
  return { trust: answered.evidence, list: answered.list };
}

/** A file that the caller chose is held against the memory only where the caller named one. */
function trustOfFile(file: string, root: EcPublicJwk, seen: Seen | undefined, at: number) {
  const seenNumber = seen?.number('trust-list');
  const jws = readFileSync(file, 'utf8').trim();
  const read = readTrustList(jws, root, { at, seenNumber }, nodeCrypto);
  if (read.ok) seen?.remember({ 'trust-list': read.value.number });
  const trust = { jws, root, ...(seenNumber === undefined ? {} : { seenNumber }), asOf: rfc3339(at) };
  return { trust, ...(read.ok ? { list: read.value } : {}) };
}

/** A fresh status where one can be had, else the one that was brought. */
async function statusOf(
  { statusToken }: Held,
  credential: string | undefined,
  asking: Asking | undefined,
  list: TrustList | undefined,
  asOf: string,
): Promise<Evidence['status']> {
  const asked: Evidence['status'] =
    asking && credential !== undefined ? await askStatus(asking, credential, list) : offline;
  return 'unavailable' in asked && statusToken !== undefined ? { from: 'token', token: statusToken, asOf } : asked;
}

async function anchorsOf(
  { statements }: Held,
  receipt: unknown,
  { anchors: place, timeoutMs }: Means,
  asking: Asking | undefined,
  asOf: string,
): Promise<Evidence['anchors']> {
  if (place !== undefined && isAddress(place)) {
    const asked = await firstOf([place], timeoutMs, async (address, signal) => ({
      statements: await askStatements(address, receipt, signal),
    }));
    return 'unavailable' in asked ? asked : { ...asked, asOf };
  }
  if (place !== undefined) return { statements: readStatements(place, receipt), asOf };
  const asked: Evidence['anchors'] = asking && receipt !== undefined ? await askAnchors(asking, receipt) : offline;
  return 'unavailable' in asked && statements !== undefined ? { statements, asOf } : asked;
}
