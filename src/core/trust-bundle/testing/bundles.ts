import { toBase64url } from '../../bytes/index.js';
import { formatCheckpoint } from '../../checkpoint/index.js';
import { canonicalJson, type JsonValue } from '../../json/index.js';
import type { TrustList } from '../../trust/index.js';
import { Carriers } from '../../verification/testing/carriers.js';
import { newWitness, statementOf } from '../../verification/testing/witness.js';
import { at, origin, type Signer, statusUri, type World } from '../../verification/testing/world.js';
import { type TrustBundlePayload, trustBundleType } from '../trust-bundle.js';

const witness = newWitness('witness.example');

/** What a registry of a small genuine world puts into its trust bundle, and how it signs it. */
export class Bundles {
  readonly carriers: Carriers;
  /** Of the world's own licence, as logged. */
  readonly logged: ReturnType<World['log']>;

  constructor(readonly w: World) {
    this.carriers = new Carriers(w);
    this.logged = w.log(w.issued);
  }

  trustList(change: Partial<TrustList> = {}, root?: Signer): string {
    const keys = [...this.w.list.keys, this.carriers.listed()];
    return this.w.trustJws({ keys, witnesses: [witness.listed], witnessQuorum: 1, ...change }, root);
  }

  payload(change: Partial<TrustBundlePayload> = {}): TrustBundlePayload {
    const iat = at / 1000;
    return {
      iss: 'https://registry.example',
      iat,
      exp: iat + 7 * 86_400,
      number: 12,
      trustList: this.trustList(),
      statusLists: [{ uri: statusUri, token: this.w.statusToken(0) }],
      anchors: this.logged.anchors.map((anchor) => witness.cosign(statementOf(this.w, anchor), at)),
      checkpoint: this.w.note(formatCheckpoint({ origin, size: 9, root: new Uint8Array(32) })),
      ...change,
    };
  }

  /** Signs whatever it is given, as whoever holds a key could. */
  sign(payload: object = this.payload(), header: object = {}, signer: Signer = this.w.status): string {
    const part = (value: object) => toBase64url(Buffer.from(canonicalJson({ ...value } as JsonValue)));
    const input = `${part({ alg: 'ES256', typ: trustBundleType, kid: 'status-1', ...header })}.${part(payload)}`;
    return `${input}.${toBase64url(signer.sign(Buffer.from(input)))}`;
  }
}
