import {
  type CarrierAloneEvidence,
  type CarrierKind,
  type CheckCode,
  type Evidence,
  formatDigest,
  offline,
  type Policy,
  present,
  standard,
  strict,
  toBase64url,
  type Verdict,
} from '../../src/core/index.js';
import {
  at,
  crypto,
  hour,
  identifier,
  iso,
  issuedAt,
  newSigner,
  signJws,
  statusUri,
} from '../../src/core/verification/testing/world.js';
import { portrait } from '../carriers/genuine.js';
import { badly, flipped } from '../carriers/mutation.js';
import { pdfOf } from '../carriers/pdf.js';
import { c, issued, receipt, w } from '../carriers/scene.js';
import {
  active,
  alone,
  loggedAfter,
  ofMaster,
  online,
  rightEnded,
  state,
  statements,
  suspendedThen,
  token,
  trust,
} from './surroundings.js';

/** One carrier with what it is judged by, and what it must come to. */
export interface Scenario {
  carrier: 'sd-jwt' | CarrierKind;
  /** For people, and the name of its file. */
  what: string;
  verdict: Verdict;
  /** Among the codes of its checks. */
  code: CheckCode;
  evidence: Evidence | CarrierAloneEvidence;
  policy?: Policy;
  at?: number;
}

type Row = [what: string, verdict: Verdict, code: CheckCode, evidence: Scenario['evidence'], rest?: Partial<Scenario>];

const stranger = newSigner();
const holder = newSigner();
const master = issued.credential;
const jwt = `${master.slice(0, master.indexOf('~'))}~`;
const pdf = await pdfOf();
const brokenPdf = await pdfOf({ key: { sign: badly(c.key.sign) } });
const otherPdf = await pdfOf({ licence: { validUntil: '2032-03-01' } });
const early = issuedAt + hour;
const pending = { receipt: { unavailable: 'not logged yet' }, promise: w.promiseFor(issued), status: active(early) };

const shown = (...paths: string[]) => {
  const shorter = present(master, paths, crypto);
  if (!shorter.ok) throw new Error(shorter.code);
  return shorter.value;
};

const asked = { audience: 'https://bank.example', nonce: 'n-1' };
const bound = w.issue({ holderKey: holder.jwk });
const binding = (change: object = {}) => {
  const hash = toBase64url(crypto.sha256(Buffer.from(bound.credential)));
  const payload = { iat: at / 1000, aud: asked.audience, nonce: asked.nonce, sd_hash: hash, ...change };
  return bound.credential + signJws({ alg: 'ES256', typ: 'kb+jwt' }, payload, holder);
};

/** A carrier whose master the registry found, on its record unless told. */
const found = (kind: CarrierKind, content: string | Uint8Array, change: Partial<Evidence> = {}, onRecord = true) =>
  online({ carrier: { kind, content, onRecord, masterFound: kind !== 'pdf' }, ...change });
/** A carrier with what a licence file or nothing at all has beside it, nobody asked. */
const byItself = (kind: CarrierKind, content: string | Uint8Array): CarrierAloneEvidence => ({
  trust: trust(),
  ...alone,
  carrier: { kind, content },
});
/** As a licence file brings it: receipt, status token and statements. */
const inFile = (change: Partial<Evidence> = {}) =>
  online({
    ...token(0),
    receipt: { value: receipt, brought: true },
    anchors: { statements, asOf: iso(at) },
    ...change,
  });

/** By a trust bundle, nobody asked: its status lists, and what the log states of anchors where a receipt was brought. */
const byBundle = (value: 0 | 1, change: Partial<Evidence> = {}) =>
  online({
    status: { from: 'bundle', lists: [{ uri: statusUri, token: w.statusToken(value) }], asOf: iso(at) },
    receipt: { value: receipt, brought: true },
    anchors: { statements, asOf: iso(at) },
    ...change,
  });
const byOffline = { policy: offline, at: at + 5 * 24 * hour };

const masters: Row[] = [
  ['by a trust bundle', 'valid', 'anchored-by-statement', byBundle(0), byOffline],
  ['by a trust bundle, without a receipt', 'valid', 'no-receipt', byBundle(0, { receipt: alone.receipt }), byOffline],
  ['by a trust bundle, revoked', 'invalid', 'status-invalid', byBundle(1), byOffline],
  [
    'by a trust bundle of last week',
    'indeterminate',
    'trust-list-too-old',
    byBundle(0),
    { ...byOffline, at: at + 8 * 24 * hour },
  ],
  ['whole', 'valid', 'anchored', online()],
  ['whole, by a status token', 'valid', 'status-active', online(token(0))],
  ['whole, by statements', 'valid', 'anchored-by-statement', online({ anchors: { statements, asOf: iso(at) } })],
  ['whole, in a licence file', 'valid', 'anchored-by-statement', inFile()],
  ['suspended', 'invalid', 'status-suspended', online(state('suspended'))],
  ['revoked', 'invalid', 'status-revoked', online(state('revoked'))],
  ['cancelled', 'invalid', 'status-cancelled', online(state('cancelled'))],
  ['superseded', 'invalid', 'status-superseded', online(state('superseded'))],
  ['revoked, by a status token', 'invalid', 'status-invalid', online(token(1))],
  [
    'suspended at a moment in the past',
    'invalid',
    'status-suspended',
    suspendedThen().evidence,
    { at: suspendedThen().at },
  ],
  [
    'unknown to the registry',
    'indeterminate',
    'status-contradicts-log',
    online({ status: { from: 'registry', known: false, asOf: iso(at) } }),
  ],
  ['status of the day before yesterday', 'indeterminate', 'status-too-old', online({ status: active(at - 48 * hour) })],
  [
    'status token signed by nobody',
    'indeterminate',
    'status-token-invalid',
    online({ status: { from: 'token', token: w.statusToken(0, {}, stranger), asOf: iso(at) } }),
  ],
  ['no status', 'indeterminate', 'status-unavailable', online({ status: alone.status })],
  [
    'expired',
    'invalid',
    'expired',
    online({ status: active(Date.parse('2031-03-02T00:00:00+08:00')) }),
    { at: Date.parse('2031-03-02T00:00:00+08:00') },
  ],
  ['not yet valid', 'invalid', 'not-yet-valid', ofMaster(w.issue({ notBefore: at / 1000 + 1 }))],
  [
    'a character of its signature',
    'invalid',
    'signature-wrong',
    online({ credential: flipped(master, jwt.length - 41) }),
  ],
  ['a character of a disclosure', 'invalid', 'disclosure-wrong', online({ credential: flipped(master, -12) })],
  ['signed by nobody', 'invalid', 'certificate-not-listed', ofMaster(w.issue({}, stranger))],
  ['signed by another authority', 'invalid', 'signature-wrong', ofMaster(w.issue({}, w.b, w.a.certificate))],
  ['issued without the right', 'invalid', 'right-not-in-period', online({ trust: rightEnded() })],
  ['trust list of another root', 'indeterminate', 'trust-list-invalid', online({ trust: trust({}, {}, stranger) })],
  [
    'trust list expired',
    'indeterminate',
    'trust-list-expired',
    online({ trust: trust({ expiresAt: '2026-03-04T00:00:00Z' }) }),
  ],
  [
    'proof of another leaf',
    'invalid',
    'receipt-inclusion-wrong',
    online({ receipt: { value: { ...receipt, index: 3 }, brought: true } }),
  ],
  ['anchor not known', 'indeterminate', 'anchor-unconfirmed-overdue', online({ anchors: alone.anchors })],
  ['back-dated', 'invalid', 'back-dated', online(loggedAfter(97 * hour, 98 * hour, 99 * hour))],
  ['promised an hour ago', 'valid', 'pending-with-promise', online(pending), { at: early }],
  [
    'promised an hour ago, judged strictly',
    'indeterminate',
    'promise-overdue',
    online(pending),
    { at: early, policy: strict },
  ],
  ['fewer disclosures', 'valid', 'anchored', online({ credential: shown('/holders/0/name') })],
  ['no disclosure', 'valid', 'anchored', online({ credential: jwt })],
  [
    'fewer disclosures, one of them foreign',
    'invalid',
    'disclosure-wrong',
    online({ credential: `${jwt}${bound.credential.split('~')[1]}~` }),
  ],
  ['bound to its holder', 'valid', 'holder-bound', ofMaster(bound, { credential: binding(), keyBinding: asked })],
  [
    'bound for another request',
    'invalid',
    'key-binding-of-another-request',
    ofMaster(bound, { credential: binding({ nonce: 'n-2' }), keyBinding: asked }),
  ],
];

const vcs: Row[] = [
  ['genuine', 'valid', 'anchored', found('vc-jwt', c.vc())],
  [
    'in a licence file',
    'valid',
    'anchored-by-statement',
    inFile({ credential: jwt, carrier: { kind: 'vc-jwt', content: c.vc() } }),
  ],
  ['by itself', 'indeterminate', 'master-not-in-hand', byItself('vc-jwt', c.vc())],
  ['revoked', 'invalid', 'status-revoked', found('vc-jwt', c.vc(), state('revoked'))],
  ['signed by nobody', 'invalid', 'carrier-signer-unknown', found('vc-jwt', c.vc(undefined, c.stranger))],
  [
    'says another name',
    'invalid',
    'carrier-field-differs',
    found(
      'vc-jwt',
      c.vc((payload) => Object.assign(payload.credentialSubject.holders[0]!, { name: '李四' })),
    ),
  ],
  ['not on record', 'invalid', 'carrier-not-on-record', found('vc-jwt', c.vc(), {}, false)],
];

const codes: Row[] = [
  ['genuine', 'valid', 'anchored', found('qr', c.qr())],
  [
    'in a licence file, revoked',
    'invalid',
    'status-invalid',
    inFile({ credential: jwt, carrier: { kind: 'qr', content: c.qr() }, ...token(1) }),
  ],
  ['by itself', 'indeterminate', 'master-not-in-hand', byItself('qr', c.qr())],
  [
    'signed by nobody, naming the registry’s key',
    'invalid',
    'carrier-signature-wrong',
    found('qr', c.qr({}, c.stranger, c.key.keyId)),
  ],
  ['says another name', 'invalid', 'carrier-field-differs', found('qr', c.qr({ holders: ['李四'] }))],
  ['a character too many', 'invalid', 'carrier-malformed', found('qr', `${c.qr()}A`)],
  [
    'of another master',
    'invalid',
    'carrier-of-another-master',
    found('qr', c.qr(c.qrInput(c.master(w.issue({ identifier: identifier({ version: 2 }) }))))),
  ],
];

const photos: Row[] = [
  ['genuine', 'valid', 'anchored', found('qr-photo', c.qr({ portrait }))],
  ['by itself', 'indeterminate', 'master-not-in-hand', byItself('qr-photo', c.qr({ portrait }))],
  [
    'portrait of another picture',
    'invalid',
    'carrier-field-differs',
    found('qr-photo', c.qr({ portrait: { ...portrait, digest: formatDigest(crypto.sha256(new Uint8Array(3))) } })),
  ],
];

const pdfs: Row[] = [
  ['genuine', 'valid', 'anchored', found('pdf', pdf)],
  ['by itself', 'indeterminate', 'status-unavailable', byItself('pdf', pdf)],
  ['revoked', 'invalid', 'status-revoked', found('pdf', pdf, state('revoked'))],
  ['a bit of its signature', 'invalid', 'carrier-signature-wrong', found('pdf', brokenPdf)],
  ['says another last day', 'invalid', 'carrier-field-differs', found('pdf', otherPdf)],
];

const named =
  (carrier: Scenario['carrier']) =>
  ([what, verdict, code, evidence, rest]: Row): Scenario => ({ carrier, what, verdict, code, evidence, ...rest });

/** At least fifty, of every kind of carrier. */
export const scenarios: Scenario[] = [
  ...masters.map(named('sd-jwt')),
  ...vcs.map(named('vc-jwt')),
  ...codes.map(named('qr')),
  ...photos.map(named('qr-photo')),
  ...pdfs.map(named('pdf')),
];

export const standardMoment = { policy: standard, at };
