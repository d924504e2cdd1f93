import { toBase64url } from '../../bytes/index.js';
import { assembleOfflineQr, type OfflineQrField, type OfflineQrInput } from '../../carrier/offline-qr/index.js';
import { deflate, newCarrierKey } from '../../carrier/offline-qr/testing/specimen.js';
import type { CarrierEvidence } from '../../carrier/said.js';
import { assembleVcJwt, finishVcJwt } from '../../carrier/vc-jwt/index.js';
import { type Holder, masterDigest, type ParsedSdJwt, parseSdJwt } from '../../credential/index.js';
import type { JsonObject } from '../../json/index.js';
import { shanghaiDay } from '../../time/index.js';
import type { ListedKey, TrustList } from '../../trust/index.js';
import type { CarrierAloneEvidence } from '../alone/verify-carrier-alone.js';
import type { Evidence } from '../evidence.js';
import { at, crypto, type Issued, iso, type World } from './world.js';

/** The payload of a `vc+jwt`, as a test alters it. */
export interface VcPayload {
  [name: string]: unknown;
  credentialSubject: { [name: string]: unknown; holders: Holder[]; faceData: JsonObject };
  credentialStatus: { id: string; statusListIndex: string }[];
}

export type CarrierSigner = Pick<ReturnType<typeof newCarrierKey>, 'keyId' | 'sign'>;

/** A registry's carrier key and what it makes of the licences of a small world. */
export class Carriers {
  readonly stranger = newCarrierKey();

  constructor(
    readonly w: World,
    /** The licence that it makes carriers of. */
    readonly issued: Issued = w.issued,
    readonly key = newCarrierKey(),
  ) {}

  listed(change: Partial<ListedKey> = {}): ListedKey {
    const { keyId, publicKey } = this.key;
    const certificate: ListedKey['certificate'] = `sha-256:${keyId}`;
    return { use: 'carrier', keyId, publicKey, from: '2025-01-01T00:00:00Z', certificate, ...change };
  }

  /** The trust list with the carrier key, changed. */
  trust(change: Partial<ListedKey> = {}, list: Partial<TrustList> = {}) {
    const keys = [...this.w.list.keys, this.listed(change)];
    return { jws: this.w.trustJws({ keys, ...list }), root: this.w.root.jwk, asOf: iso(at) };
  }

  master({ credential }: Issued = this.issued): ParsedSdJwt {
    const parsed = parseSdJwt(credential, crypto);
    if (!parsed.ok) throw new Error(parsed.code);
    return parsed.value;
  }

  qrInput(master = this.master()): OfflineQrInput {
    const { clear, licenceNumber, holders, faceData } = master;
    const scalars = Object.entries(faceData).filter(
      (one): one is [string, OfflineQrField] => one[0] !== 'portrait' && typeof one[1] !== 'object',
    );
    return {
      identifier: clear.licence_id,
      masterDigest: masterDigest(master.jwt, crypto),
      issuanceDate: clear.issuance_date,
      ...(clear.nbf === undefined ? {} : { validFrom: shanghaiDay(clear.nbf) }),
      ...(clear.exp === undefined ? {} : { validUntil: shanghaiDay(clear.exp - 1) }),
      ...(licenceNumber === undefined ? {} : { licenceNumber }),
      holders: holders.map(({ name }) => name ?? ''),
      faceData: Object.fromEntries(scalars),
    };
  }

  /** An offline code; `named` is the key that it names, when that is another than the one that signs. */
  qr(
    change: Partial<OfflineQrInput> = {},
    signer: CarrierSigner = this.key,
    named = signer.keyId,
    pack: (data: Uint8Array) => Uint8Array = deflate,
  ): string {
    const assembled = assembleOfflineQr({ ...this.qrInput(), ...change }, named);
    if (!assembled.ok) throw new Error(`${assembled.code} ${assembled.pointer}`);
    const text = assembled.value.finish(signer.sign(assembled.value.signingInput), pack);
    if (!text.ok) throw new Error(text.code);
    return text.value;
  }

  /** A `vc+jwt`; `change` is made in the JSON of its payload. */
  vc(
    change: (payload: VcPayload) => void = () => {},
    signer: CarrierSigner = this.key,
    named = signer.keyId,
    master = this.master(),
  ): string {
    const input = assembleVcJwt(master, named);
    if (!input.ok) throw new Error(input.code);
    const [head, body] = input.value.split('.') as [string, string];
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString());
    change(payload);
    const changed = `${head}.${toBase64url(Buffer.from(JSON.stringify(payload)))}`;
    return finishVcJwt(changed, signer.sign(Buffer.from(changed)));
  }

  /** Evidence in which all is well but for `change`: the master was found by the registry. */
  evidence(carrier: CarrierEvidence, change: Partial<Evidence> = {}, issued = this.issued): Evidence {
    return this.w.evidence({ carrier: { masterFound: true, ...carrier }, trust: this.trust(), ...change }, issued);
  }

  /** The same with no master: the registry answered for the identifier, and nothing else. */
  alone(carrier: CarrierEvidence, change: Partial<CarrierAloneEvidence> = {}): CarrierAloneEvidence {
    const { credential: _credential, ...evidence } = this.w.evidence({ trust: this.trust() }, this.issued);
    const status = { from: 'registry', known: true, state: 'active', asOf: iso(at) } as const;
    const nothing = { receipt: { unavailable: 'no network' }, anchors: { unavailable: 'no network' } };
    return { ...evidence, ...nothing, status, carrier, ...change };
  }
}
