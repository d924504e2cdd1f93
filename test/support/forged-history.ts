import { generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto';
import {
  canonicalJson,
  type EcPublicJwk,
  eventEntry,
  formatDigest,
  type InclusionPromise,
  type KnownAnchor,
  type LicenceEvent,
  noteKeyId,
  promiseSigningInput,
  signNote,
  type TrustList,
  toBase64url,
} from '../../src/core/index.js';
import { nodeCrypto, uuidv7 } from '../../src/platform/index.js';
import type { ServedLog } from './served-log.js';

/** Stores another history under the log's own key, with checkpoints of the given sizes, as an operator could. */
export async function fork(log: ServedLog, entries: readonly Buffer[], sizes: readonly number[]): Promise<void> {
  await log.owner.query('truncate journal, log_leaf, log_tile, log_checkpoint');
  let from = 0;
  for (const size of sizes) {
    const part = entries.slice(from, size);
    await log.owner.query(
      'insert into log_leaf (leaf_index, journal_id, entry) select * from unnest($1::bigint[], $2::uuid[], $3::bytea[])',
      [part.map((_, at) => from + at), part.map(() => uuidv7(Date.now())), part],
    );
    await log.grow();
    from = size;
  }
}

/** The entries of the log as stored, in order. */
export async function storedEntries(log: ServedLog): Promise<Buffer[]> {
  const { rows } = await log.owner.query<{ entry: Buffer }>('select entry from log_leaf order by leaf_index');
  return rows.map(({ entry }) => entry);
}

/** A statement about an anchor, signed by the log's own key. */
export function signStatement({ ledger }: ServedLog, anchor: KnownAnchor): string {
  const { key } = ledger;
  const keyId = noteKeyId(key.origin, key.publicKey, nodeCrypto);
  const text = `${key.origin}/anchor\n${canonicalJson({ ...anchor })}\n`;
  return signNote(text, { name: key.origin, keyId }, (data) => key.sign(data));
}

/** An event with its salt and entry, and the registry's promise to log it. */
export interface PromisedEvent {
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: InclusionPromise;
}

/** Makes promises, by a key that its trust list names. */
export function newPromiser(): { trust: TrustList; promise(loggedBy: number): PromisedEvent } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as unknown as EcPublicJwk;
  const from = '2020-01-01T00:00:00.000Z';
  const trust: TrustList = {
    number: 1,
    issuedAt: from,
    expiresAt: '2100-01-01T00:00:00.000Z',
    registry: {
      name: { 'zh-CN': '库', en: 'Registry' },
      baseUrl: 'https://registry.example',
      timeZone: 'Asia/Shanghai',
    },
    authorities: [],
    types: [],
    keys: [{ use: 'promise', keyId: 'promise-1', publicKey: { kty, crv, x, y }, from }],
    logs: [],
    contracts: [],
  };
  return {
    trust,
    promise: (loggedBy) => {
      const event: LicenceEvent = {
        identifier: '1.2.156.3005.2.11100000000013338W011.11110000000013000X.0000000001.001.N',
        typeCode: '11100000000013338W011',
        typeVersion: 1,
        command: 'issue',
        masterDigest: formatDigest(randomBytes(32)),
        statusIndex: 7,
        previousEvent: null,
        time: new Date(loggedBy - 60_000).toISOString(),
      };
      const salt = randomBytes(32);
      const entry = Buffer.from(eventEntry(event, salt, nodeCrypto));
      const promised = {
        entry: formatDigest(entry),
        time: event.time,
        loggedBy: new Date(loggedBy).toISOString(),
      };
      const data = promiseSigningInput(promised);
      const signature = signBytes('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return {
        event,
        salt,
        entry,
        promise: {
          event,
          salt: toBase64url(salt),
          ...promised,
          keyId: 'promise-1',
          signature: toBase64url(signature),
        },
      };
    },
  };
}
