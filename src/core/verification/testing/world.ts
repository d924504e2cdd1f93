import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { formatDigest, toBase64url } from '../../bytes/index.js';
import { formatCheckpoint, formatNoteKey, noteKeyId, signNote } from '../../checkpoint/index.js';
import { assembleMaster, finishMaster, type MasterInput, masterDigest } from '../../credential/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { formatLicenceIdentifier } from '../../identifier/index.js';
import { eventEntry, type LicenceEvent } from '../../licence/index.js';
import { inclusionProof, leafHash, rootFromLeaves } from '../../merkle/index.js';
import { type Anchor, type InclusionPromise, promiseSigningInput, type Receipt } from '../../receipt/index.js';
import { encodeStatusList, type StatusValue } from '../../status/index.js';
import { finishTrustList, type TrustList, trustListSigningInput } from '../../trust/index.js';
import type { Evidence, KnownAnchor } from '../evidence.js';
import { type Chance, random, type Signer } from './chance.js';

export { newSigner, type Signer } from './chance.js';

/** The port over node:crypto, for tests. */
export const crypto: CryptoPort = {
  sha256: (data) => createHash('sha256').update(data).digest(),
  digestText: (ascii) => createHash('sha256').update(ascii).digest('base64url'),
  verifyEs256: (jwk, data, signature) =>
    verify('sha256', data, { key: publicKey(jwk), dsaEncoding: 'ieee-p1363' }, signature),
  verifyEd25519: (key, data, signature) =>
    verify(null, data, publicKey({ kty: 'OKP', crv: 'Ed25519', x: toBase64url(key) }), signature),
  inflate: (data, maxOutputLength) => inflateSync(data, { maxOutputLength }),
};
const publicKeys = new Map<string, KeyObject>();
function publicKey(jwk: object): KeyObject {
  const text = JSON.stringify(jwk);
  const key = publicKeys.get(text) ?? createPublicKey({ key: jwk as { kty: string }, format: 'jwk' });
  publicKeys.set(text, key);
  return key;
}

/** A licence that was issued, with the event that did it. */
export interface Issued {
  credential: string;
  event: LicenceEvent;
  salt: Uint8Array;
}

export const typeCode = '11100000000013338W011';
export const otherType = '11100000000013338W032';
export const codeA = '11430000006122244L';
export const codeB = '11220000013544541J';
export const issuerA = 'https://registry.example/authorities/a';
export const issuerB = 'https://registry.example/authorities/b';
export const statusUri = 'https://registry.example/status-lists/1';
export const origin = 'registry.example/log';
export const contract = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
export const logId = `0x${'1f'.repeat(32)}`;
export const issuedAt = Date.parse('2026-03-02T01:00:00.000Z');
export const at = Date.parse('2026-03-05T08:00:00.000Z');
export const hour = 3_600_000;
export const iso = (time: number) => new Date(time).toISOString();

const jsonPart = (value: unknown) => toBase64url(Buffer.from(JSON.stringify(value)));

/** Signs a compact JWS as anybody could. */
export function signJws(header: object, payload: object, signer: Pick<Signer, 'sign'>): string {
  const input = `${jsonPart(header)}.${jsonPart(payload)}`;
  return `${input}.${toBase64url(signer.sign(Buffer.from(input)))}`;
}

/** A small genuine world: a root, two authorities, a registry with its keys, a log and a chain. */
export class World {
  readonly root = this.chance.signer('root');
  readonly a = this.chance.signer('authority a');
  readonly b = this.chance.signer('authority b');
  readonly promise = this.chance.signer('promise');
  readonly status = this.chance.signer('status');
  private readonly logKeys = this.chance.edPair('log');
  private readonly logPublic = Buffer.from(
    (this.logKeys.publicKey.export({ format: 'jwk' }) as { x: string }).x,
    'base64url',
  );
  readonly list: TrustList = this.trustList();
  readonly issued = this.issue();

  constructor(private readonly chance: Chance = random) {}

  /** Issues a licence of authority A; `change` alters what is said, `signer` who signs it. */
  issue(change: Partial<MasterInput> = {}, signer: Signer = this.a, certificate = signer.certificate): Issued {
    const input: MasterInput = {
      issuer: issuerA,
      vct: 'https://registry.example/types/business-licence/1',
      identifier: identifier(),
      x5c: [certificate],
      issuedAt: issuedAt / 1000,
      issuanceDate: '2026-03-02',
      notBefore: Date.parse('2026-03-02T00:00:00+08:00') / 1000,
      expires: Date.parse('2031-03-02T00:00:00+08:00') / 1000,
      status: { uri: statusUri, index: 7 },
      licenceNumber: '(2026) 0042',
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' }],
      faceData: { scope: '餐饮', address: { city: '长沙', street: '1 号' } },
      ...change,
    };
    const { signingInput, disclosures } = assembleMaster(input, { salt: () => this.chance.bytes(16), crypto });
    const credential = finishMaster(signingInput, signer.sign(Buffer.from(signingInput)), disclosures);
    return this.eventOf(credential, input.identifier, input.status.index);
  }

  /** The event that made a master, whoever made the master. */
  eventOf(credential: string, licence: string, statusIndex = 7, change: Partial<LicenceEvent> = {}): Issued {
    const event: LicenceEvent = {
      identifier: licence,
      typeCode: licence.slice(15, 36),
      typeVersion: 1,
      command: 'issue',
      masterDigest: masterDigest(credential, crypto),
      statusIndex,
      previousEvent: null,
      time: iso(issuedAt),
      ...change,
    };
    return { credential, event, salt: this.chance.bytes(32) };
  }

  /**
   * Logs an event as the third of five, anchored at sizes 2 and 5, and gives its receipt and what the chain holds. `times`
   * of the blocks may be given, of three with an anchor at size 1 before.
   */
  log({ event, salt }: Issued, times: string[] = []): { receipt: Receipt; anchors: KnownAnchor[] } {
    const entry = eventEntry(event, salt, crypto);
    const leaves = [0, 1, 2, 3, 4].map((i) => leafHash(i === 2 ? entry : this.chance.bytes(32), crypto));
    const [last = '2026-03-02T01:00:10.000Z', before = '2026-03-01T00:00:10.000Z', earliest] = [...times].reverse();
    const zeroth = earliest === undefined ? [] : [this.anchor(1, leaves, earliest)];
    const first = { ...this.anchor(2, leaves, before), previousTreeSize: zeroth.length };
    const second = this.anchor(5, leaves, last);
    const checkpoint = formatCheckpoint({ origin, size: 5, root: rootFromLeaves(leaves, crypto) });
    const receipt: Receipt = {
      event,
      salt: toBase64url(salt),
      entry: formatDigest(entry),
      index: 2,
      treeSize: 5,
      inclusionProof: inclusionProof(leaves, 2, crypto).map(formatDigest),
      checkpoint: this.note(checkpoint),
      anchor: bare(second),
      previousAnchor: bare(first),
    };
    return { receipt, anchors: [...zeroth, first, { ...second, previousTreeSize: 2 }] };
  }

  /** Signs a note as the log. */
  note(text: string, name = origin): string {
    const keyId = noteKeyId(name, this.logPublic, crypto);
    return signNote(text, { name, keyId }, (data) => sign(null, data, this.logKeys.privateKey));
  }

  promiseFor({ event, salt }: Issued, signer: Signer = this.promise): InclusionPromise {
    const entry = formatDigest(eventEntry(event, salt, crypto));
    const loggedBy = iso(Date.parse(event.time) + 24 * hour);
    const said = { entry, time: event.time, loggedBy };
    const signature = toBase64url(signer.sign(promiseSigningInput(said)));
    return { event, salt: toBase64url(salt), ...said, keyId: 'promise-1', signature };
  }

  statusToken(value: StatusValue, change: object = {}, signer: Signer = this.status): string {
    const values = new Uint8Array(64);
    values[7] = value;
    const list = encodeStatusList(values, 2, deflateSync);
    const iat = at / 1000 - 60;
    const payload = { sub: statusUri, iat, exp: iat + 600, ttl: 300, status_list: list, ...change };
    return signJws({ alg: 'ES256', typ: 'statuslist+jwt', kid: 'status-1' }, payload, signer);
  }

  trustJws(change: Partial<TrustList> = {}, signer: Signer = this.root): string {
    const input = trustListSigningInput({ ...this.list, ...change });
    return finishTrustList(input, signer.sign(Buffer.from(input)));
  }

  /** Evidence in which all is well, for any licence; `change` replaces parts of it. */
  evidence(change: Partial<Evidence> = {}, issued: Issued = this.issued): Evidence {
    const { receipt, anchors } = this.log(issued);
    return {
      credential: issued.credential,
      trust: { jws: this.trustJws(), root: this.root.jwk, asOf: iso(at) },
      status: { from: 'registry', known: true, state: 'active', asOf: iso(at) },
      receipt: { value: receipt, brought: true },
      anchors: { anchors, asOf: iso(at) },
      ...change,
    };
  }

  private anchor(size: number, leaves: Uint8Array[], blockTime: string): KnownAnchor {
    return {
      chainId: 1337,
      contract,
      logId,
      treeSize: size,
      transactionHash: `0x${this.chance.bytes(32).toString('hex')}`,
      blockNumber: 100 + size,
      blockTime,
      root: formatDigest(rootFromLeaves(leaves.slice(0, size), crypto)),
      previousTreeSize: 0,
    };
  }

  private trustList(): TrustList {
    const period = { notBefore: '2025-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' };
    const name = (chinese: string, en: string) => ({ 'zh-CN': chinese, en });
    const right = { typeCode, from: '2020-01-01T00:00:00Z' };
    const authority = (creditCode: string, issuer: string, signer: Signer) => ({
      creditCode,
      name: name(`机构${creditCode.slice(-1)}`, `Authority ${creditCode.slice(-1)}`),
      issuer,
      certificates: [{ thumbprint: signer.thumbprint, publicKey: signer.jwk, ...period }],
      rights: [right],
    });
    return {
      number: 4,
      issuedAt: '2026-03-01T00:00:00Z',
      expiresAt: '2026-06-01T00:00:00Z',
      registry: {
        name: name('示例登记', 'Example registry'),
        baseUrl: 'https://registry.example',
        timeZone: 'Asia/Shanghai',
      },
      authorities: [authority(codeA, issuerA, this.a), authority(codeB, issuerB, this.b)],
      types: [
        {
          code: typeCode,
          name: name('营业执照', 'Business licence'),
          vct: ['https://registry.example/types/business-licence/1'],
        },
        { code: otherType, name: name('学历证书', 'Diploma'), vct: ['https://registry.example/types/diploma/1'] },
      ],
      keys: [
        { use: 'promise', keyId: 'promise-1', publicKey: this.promise.jwk, from: '2025-01-01T00:00:00Z' },
        { use: 'status', keyId: 'status-1', publicKey: this.status.jwk, from: '2025-01-01T00:00:00Z' },
      ],
      logs: [{ origin, noteKey: formatNoteKey(origin, this.logPublic, crypto) }],
      contracts: [{ chainId: 1337, address: contract, logId, origin }],
    };
  }
}

/** An identifier with its check character. */
export function identifier(change: Partial<Parameters<typeof formatLicenceIdentifier>[0]> = {}): string {
  return formatLicenceIdentifier({ typeCode, issuerCode: codeA, serial: '0000000042', version: 1, ...change });
}

function bare({ root: _root, previousTreeSize: _size, ...anchor }: KnownAnchor): Anchor {
  return anchor;
}
