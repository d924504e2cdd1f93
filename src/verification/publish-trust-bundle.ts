import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { newestCheckpoint, newestStatements } from '../attestation/index.js';
import {
  type CryptoPort,
  type EcPublicJwk,
  finishTrustBundle,
  readTrustBundle,
  readTrustList,
  type TrustBundlePayload,
  trustBundleLimits,
  trustBundleSigningInput,
} from '../core/index.js';
import { type Clock, inTransaction } from '../platform/index.js';
import { readInactiveMasters, statusListUri } from '../registry/index.js';
import type { EcSigner } from '../signing/index.js';
import { readStatusTokens } from '../status/index.js';
import { EvidenceStore } from './evidence.store.js';
import { lockBundling, readBundleHead, storeBundle } from './trust-bundle.store.js';

/** For how long a bundle may be used, in seconds. */
const lifetime = 7 * 24 * 60 * 60;

export interface BundlePress {
  /** Of the role *worker*. */
  pool: Pool;
  /** The key `status` of the keystore. */
  key: EcSigner;
  /** The root that verifiers pin. */
  root: EcPublicJwk;
  /** The registry's identity, as the licences name it. */
  identity: string;
  /** Of the status lists: a bundle is made anew after half of it. */
  ttlSeconds: number;
  crypto: CryptoPort;
  clock: Clock;
}

type Content = Pick<TrustBundlePayload, 'iss' | 'trustList' | 'statusLists' | 'anchors'>;

/**
 * Makes the next trust bundle when the trust list, a status list or the newest anchors changed, or when the last one is older
 * than half the status lists' time to live. Idempotent; may run in several workers at once, which wait for each other.
 *
 * @returns the number of the bundle that was made
 * @throws Error when no reader would take what there is, for instance while a status list's token is not renewed
 */
export async function publishTrustBundle(press: BundlePress): Promise<number | undefined> {
  // Before anything is read: a bundle never claims to be younger than what it says.
  const iat = Math.floor(press.clock() / 1000);
  const content = await readContent(press, iat);
  if (content === undefined) return undefined;
  const contentDigest = createHash('sha256').update(JSON.stringify(content)).digest();
  const before = await readBundleHead(press.pool);
  const age = before === undefined ? -1 : iat - before.issuedAt.getTime() / 1000;
  if (before?.contentDigest.equals(contentDigest) && age >= 0 && age < press.ttlSeconds / 2) return undefined;
  // Nothing of it changes without a status list.
  const masters = await readInactiveMasters(press.pool, trustBundleLimits.masters);
  const checkpoint = (await newestCheckpoint(press.pool)) ?? null;
  const payload = { ...content, iat, exp: iat + lifetime, ...(masters && { masters }), checkpoint };
  return inTransaction(press.pool, {}, async (client) => {
    await lockBundling(client);
    const last = await readBundleHead(client);
    // Another worker was faster, and may have read later.
    if (last?.number !== before?.number) return undefined;
    // Never less than the time: a database that was set back gives no number twice.
    const number = Math.max((last?.number ?? 0) + 1, iat);
    const [issuedAt, expiresAt] = [new Date(iat * 1000), new Date((iat + lifetime) * 1000)];
    const bundle = sign({ ...payload, number }, press);
    await storeBundle(client, { number, contentDigest, bundle, issuedAt, expiresAt });
    return number;
  });
}

async function readContent({ pool, root, identity, crypto }: BundlePress, iat: number): Promise<Content | undefined> {
  const trustList = await new EvidenceStore(pool).newestTrustList();
  if (trustList === undefined) return undefined;
  const list = readTrustList(trustList, root, { at: iat * 1000 }, crypto);
  if (!list.ok) throw new Error(`the newest trust list is not believed: ${list.code}`);
  const tokens = await readStatusTokens(pool);
  return {
    iss: list.value.registry.baseUrl,
    trustList,
    statusLists: tokens.map(({ list: id, token }) => ({ uri: statusListUri(identity, id), token })),
    anchors: await newestStatements(pool, trustBundleLimits.anchors),
  };
}

function sign(payload: TrustBundlePayload, { key, root, crypto }: BundlePress): string {
  const input = trustBundleSigningInput(payload, key.keyId);
  const bundle = finishTrustBundle(input, key.sign(Buffer.from(input)));
  const read = readTrustBundle(bundle, { root, at: payload.iat * 1000 }, crypto);
  if (!read.ok) throw new Error(`the trust bundle would be refused: ${read.code} ${read.detail ?? ''}`);
  return bundle;
}
