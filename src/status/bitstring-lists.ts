import { gzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import {
  assembleBitstringCredential,
  type BitstringPurpose,
  bitstringOf,
  bitstringUri,
  decodeStatusList,
  encodeBitstring,
  fromBase64url,
  toBase64url,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { statusListUri } from '../registry/index.js';
import type { EcSigner } from '../signing/index.js';
import { readToken, type StoredToken } from './status.store.js';
import { listOfToken } from './status-token.js';

export interface BitstringMaker {
  pool: Pool;
  /** The key `status` of the keystore. */
  key: EcSigner;
  /** The registry's identity, as the licences name it. */
  identity: string;
  ttlSeconds: number;
}

interface Kept {
  of: string;
  text: string;
}

/**
 * The Bitstring Status Lists of the published Token Status Lists: made when asked for, out of the very token that is served
 * then and valid as long, and kept until there is another token. So both forms always tell the same.
 */
export class BitstringLists {
  // One for each published list and purpose at most.
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly maker: BitstringMaker) {}

  /** The credential of a list, `vc+jwt`; `undefined` when no such list is published. */
  async read(list: number, purpose: BitstringPurpose): Promise<string | undefined> {
    const stored = await readToken(this.maker.pool, list);
    if (stored === undefined) return undefined;
    const name = `${list}/${purpose}`;
    const kept = this.kept.get(name);
    if (kept?.of === stored.token) return kept.text;
    const text = this.make(stored, purpose);
    this.kept.set(name, { of: stored.token, text });
    return text;
  }

  private make({ list, token, issuedAt, expiresAt }: StoredToken, purpose: BitstringPurpose): string {
    const { key, identity, ttlSeconds } = this.maker;
    const stream = fromBase64url(listOfToken(token) ?? '');
    const values = stream && decodeStatusList(2, stream, nodeCrypto);
    if (!values?.ok) throw new Error(`the token of status list ${list} cannot be read`);
    const claims = {
      uri: bitstringUri(statusListUri(identity, list), purpose),
      issuer: identity,
      purpose,
      encodedList: encodeBitstring(bitstringOf(values.value, purpose), (data) => gzipSync(data, { level: 9 })),
      validFrom: issuedAt.getTime() / 1000,
      validUntil: expiresAt.getTime() / 1000,
      ttl: ttlSeconds,
    };
    const signingInput = assembleBitstringCredential(claims, key.keyId);
    return `${signingInput}.${toBase64url(key.sign(Buffer.from(signingInput)))}`;
  }
}
