import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { greyJpeg } from '../../src/catalogue/type/portrait/testing/grey-jpeg.js';
import { formatDigest } from '../../src/core/bytes/index.js';
import type { CarrierKind } from '../../src/core/carrier/said.js';
import type { ListedKey, TrustList } from '../../src/core/trust/index.js';
import { verifyCarrierAlone } from '../../src/core/verification/alone/verify-carrier-alone.js';
import type { Evidence } from '../../src/core/verification/evidence.js';
import { type Policy, standard } from '../../src/core/verification/policy.js';
import type { Report } from '../../src/core/verification/report.js';
import { Carriers } from '../../src/core/verification/testing/carriers.js';
import { at, codeA, crypto, iso, type Signer, World } from '../../src/core/verification/testing/world.js';
import { verify } from '../../src/core/verification/verify.js';
import { createCa, issueLeaf } from '../../src/signing/index.js';

export const w = new World();
const jpeg = greyJpeg();
/** With a list and a portrait, as demo types have them. */
export const issued = w.issue({
  faceData: {
    scope: '餐饮',
    chain: true,
    branches: [
      { name: '一店', opened: '2020-05-01' },
      { name: '二店', opened: '2021-06-01' },
    ],
    portrait: Buffer.from(jpeg).toString('base64'),
  },
});
export const c = new Carriers(w, issued);
/** The certificate of the carrier key, from a CA that nothing here has to trust: the list names it. */
export const certificates = await certify(c.key);
const thumbprint = formatDigest(crypto.sha256(Buffer.from(certificates[0] as string, 'base64')));

export async function certify({ pem }: Pick<typeof c.key, 'pem'>): Promise<string[]> {
  const period = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = await createCa(privateKey, 'Example CA', period);
  const subject = { name: '示例登记', creditCode: codeA, publicKey: createPublicKey(pem) };
  return issueLeaf(ca, subject, period);
}

export type Kind = 'sd-jwt' | CarrierKind;

/** What somebody brings: a carrier, and the master that comes with it or that the registry finds. */
export interface Brought {
  kind: Kind;
  master: string;
  content: string | Uint8Array;
}

/** What there is to judge it by, where that is not as it should be. */
export interface Situation {
  at?: number;
  policy?: Policy;
  evidence?: Partial<Evidence>;
  /** The carrier key as the trust list has it; `null`, the list does not have it. */
  key?: Partial<ListedKey> | null;
  list?: Partial<TrustList>;
  /** Who signed the trust list, when that is not the root. */
  root?: Signer;
  /** By the registry's own record when not given. */
  record?: 'not asked';
}

/** What the registry made and keeps: a carrier that is not in here is not on its record. */
export const kept = new Set<string>();
export const textOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? content : Buffer.from(content).toString('latin1');

const logged = w.log(issued);
export const { receipt, anchors } = logged;

/** Judged with all at hand: the master is found by the registry (of a PDF, attached), receipt and chain are there. */
export function withMaster({ kind, master, content }: Brought, situation: Situation): Report {
  const { at: when = at, policy = standard, record } = situation;
  const evidence = w.evidence({
    credential: master,
    receipt: { value: receipt, brought: true },
    anchors: { anchors, asOf: iso(at) },
    trust: trust(situation),
    ...situation.evidence,
  });
  const carrier = {
    masterFound: kind !== 'pdf',
    onRecord: record === 'not asked' ? undefined : kept.has(textOf(content)),
  };
  const given = kind === 'sd-jwt' ? evidence : { ...evidence, carrier: { kind, content, ...carrier } };
  return verify(given, policy, when, crypto);
}

/** Judged by what it says itself and a trust list of yesterday: nobody is asked. */
export function alone({ kind, master, content }: Brought, situation: Situation): Report {
  const { at: when = at, policy = standard, evidence } = situation;
  const unavailable = { unavailable: 'no network', asOf: iso(at) };
  const offline = { receipt: unavailable, status: unavailable, anchors: unavailable, trust: trust(situation) };
  const expected = evidence?.expected && { expected: evidence.expected };
  return kind === 'sd-jwt'
    ? verify({ credential: master, ...offline, ...expected }, policy, when, crypto)
    : verifyCarrierAlone({ ...offline, ...expected, carrier: { kind, content } }, policy, when, crypto);
}

function trust({ key, list = {}, root }: Situation): Evidence['trust'] {
  const keys = key === null ? w.list.keys : [...w.list.keys, c.listed({ certificate: thumbprint, ...key })];
  return { jws: w.trustJws({ keys, ...list }, root), root: w.root.jwk, asOf: iso(at) };
}
