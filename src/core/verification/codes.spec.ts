import { describe, expect, it } from '@jest/globals';
import { toBase64url } from '../bytes/index.js';
import type { TrustList } from '../trust/index.js';
import { type CarrierAloneEvidence, verifyCarrierAlone } from './alone/verify-carrier-alone.js';
import type { CheckCode } from './codes.js';
import type { Evidence, KnownAnchor } from './evidence.js';
import { datedBy, inDoubt } from './in-doubt.js';
import { narrow, type Policy, standard } from './policy.js';
import type { CheckName, Outcome, Report } from './report.js';
import { aloneScenario, carrierScenarios } from './testing/carrier-scenarios.js';
import { VersionLog } from './testing/version-log.js';
import { newWitness, statementOf } from './testing/witness.js';
import {
  at,
  codeB,
  crypto,
  hour,
  type Issued,
  identifier,
  iso,
  issuedAt,
  issuerB,
  newSigner,
  otherType,
  signJws,
  typeCode,
  World,
} from './testing/world.js';
import { checkTexts } from './texts.js';
import { verify } from './verify.js';

const w = new World();
const holder = newSigner();
const bound = w.issue({ holderKey: holder.jwk });
const asked = { audience: 'https://bank.example', nonce: 'n-1' };
const early = issuedAt + hour;
const active = (asOf: number) => ({ from: 'registry', known: true, state: 'active', asOf: iso(asOf) }) as const;

interface Scenario {
  evidence: Evidence | CarrierAloneEvidence;
  at?: number;
  policy?: Policy;
  /** By how many milliseconds another clock is ahead, which may be the right one. */
  ahead?: number;
  /** The checks that can't pass either; all others must. */
  also?: CheckName[];
  outcome: Outcome;
}

const good = (): Scenario => ({ evidence: w.evidence(), outcome: 'passed' });
const failed = (change: Partial<Evidence>, issued?: Issued, also?: CheckName[]): Scenario => ({
  evidence: w.evidence(change, issued),
  also,
  outcome: 'failed',
});
const open = (change: Partial<Evidence>, rest: Partial<Scenario> = {}): Scenario => ({
  evidence: w.evidence(change),
  outcome: 'indeterminate',
  ...rest,
});
const trust = (change: Partial<TrustList>) => ({
  trust: { jws: w.trustJws(change), root: w.root.jwk, asOf: iso(at) },
});
const authorityA = (change: object, certificate: object = {}) => {
  const [a, b] = w.list.authorities as [TrustList['authorities'][0], TrustList['authorities'][0]];
  const certificates = a.certificates.map((item) => ({ ...item, ...certificate }));
  return trust({ authorities: [{ ...a, certificates, ...change }, b] });
};
const unknown = { status: { from: 'registry', known: false, asOf: iso(at) } } as const;
const state = (value: 'suspended' | 'rescinded' | 'revoked' | 'cancelled' | 'superseded' | 'transferred') =>
  failed({ status: { from: 'registry', known: true, state: value, asOf: iso(at) } });
const receipt = (change: object, issued?: Issued) => {
  const logged = w.log(issued ?? w.issued);
  return {
    receipt: { value: { ...logged.receipt, ...change }, brought: true },
    anchors: { anchors: logged.anchors, asOf: iso(at) },
  };
};
/** The genuine licence, logged under blocks that came so long after it. */
const anchoredAt = (...after: number[]) => {
  const logged = w.log(
    w.issued,
    after.map((ms) => iso(issuedAt + ms)),
  );
  return { receipt: { value: logged.receipt, brought: true }, anchors: { anchors: logged.anchors, asOf: iso(at) } };
};
const anchors = (change: (known: KnownAnchor[]) => KnownAnchor[]) => {
  const logged = w.log(w.issued);
  return {
    receipt: { value: logged.receipt, brought: true },
    anchors: { anchors: change(logged.anchors), asOf: iso(at) },
  };
};
/** The anchors as the log states them, changed, with a witness's line where `cosigned`. */
const stated = (cosigned: boolean, also: Partial<KnownAnchor>[] = []) => {
  const witness = newWitness('witness.example');
  const logged = w.log(w.issued);
  const statements = [...logged.anchors, ...also.map((change) => ({ ...logged.anchors[1]!, ...change }))].map(
    (anchor) => (cosigned ? witness.cosign(statementOf(w, anchor), at) : statementOf(w, anchor)),
  );
  return {
    ...trust({ witnesses: [witness.listed], witnessQuorum: 1 }),
    receipt: { value: logged.receipt, brought: true },
    anchors: { statements, asOf: iso(at) },
  };
};
const pending = { receipt: { unavailable: 'not logged yet' }, promise: w.promiseFor(w.issued) };
const noChain = { anchors: { unavailable: 'the node does not answer', asOf: iso(at) } };
const kb = (change: object = {}, signer = holder, presented = bound.credential) => {
  const hash = toBase64url(crypto.sha256(Buffer.from(presented)));
  const payload = { iat: at / 1000, aud: asked.audience, nonce: asked.nonce, sd_hash: hash, ...change };
  return bound.credential + signJws({ alg: 'ES256', typ: 'kb+jwt' }, payload, signer);
};
const showing = (credential: string, outcome: Outcome): Scenario => ({
  evidence: w.evidence({ credential, keyBinding: asked }, bound),
  outcome,
});
const others: CheckName[] = ['issuer', 'right-to-issue', 'validity', 'status', 'attestation', 'holder'];
const trusting: CheckName[] = ['integrity', 'issuer', 'right-to-issue', 'attestation'];
const strange = newSigner();
const carried = carrierScenarios(w);
const carrier = (code: keyof typeof carried): Scenario => ({ evidence: carried[code](), outcome: 'failed' });
const judge = ({ ahead, ...scenario }: Scenario): Report => {
  const { evidence, policy = standard, at: when = at } = scenario;
  if (ahead !== undefined) {
    return inDoubt(judge(scenario), judge({ ...scenario, evidence: datedBy(evidence, ahead), at: when + ahead }));
  }
  return 'credential' in evidence
    ? verify(evidence, policy, when, crypto)
    : verifyCarrierAlone(evidence, policy, when, crypto);
};

/** For every code a case in which its check alone does not pass; a code without a case does not compile. */
const scenarios: { [C in CheckCode]: () => Scenario } = {
  'clock-in-doubt': () => ({
    ...open({}, { ahead: 120_000 }),
    evidence: w.evidence({}, w.issue({ expires: at / 1000 + 60 })),
  }),
  'credential-unreadable': () => open({ credential: 'nothing' }, { also: ['integrity', ...others] }),
  'trust-list-unavailable': () => open({ trust: { unavailable: 'no network' } }, { also: trusting }),
  'trust-list-invalid': () =>
    open({ trust: { jws: w.trustJws({}, strange), root: w.root.jwk, asOf: iso(at) } }, { also: trusting }),
  'trust-list-expired': () => open(trust({ expiresAt: '2026-03-04T00:00:00Z' }), { also: trusting }),
  'trust-list-too-old': () =>
    open({ trust: { jws: w.trustJws(), root: w.root.jwk, asOf: iso(at - 25 * hour) } }, { also: trusting }),
  intact: good,
  'credential-malformed': () => failed({ credential: `${w.issued.credential}~` }, undefined, others),
  'algorithm-not-accepted': () => ({ ...failed({}), policy: narrow(standard, { algorithms: ['SM2'] }) }),
  'disclosure-wrong': () =>
    failed({ credential: w.issued.credential.replace(/[^~]~$/, (end) => (end === 'A~' ? 'Q~' : 'A~')) }),
  'signing-certificate-unknown': () => failed({}, w.issue({}, w.a, strange.certificate), ['issuer']),
  'signature-wrong': () => failed({}, w.issue({}, w.b, w.a.certificate)),
  'identifier-not-expected': () => failed({ expected: { identifier: identifier({ version: 2 }) } }),
  'carrier-malformed': () => carrier('carrier-malformed'),
  'carrier-of-another-master': () => carrier('carrier-of-another-master'),
  'carrier-signer-unknown': () => carrier('carrier-signer-unknown'),
  'carrier-signature-wrong': () => carrier('carrier-signature-wrong'),
  'carrier-signer-compromised': () => ({ ...carrier('carrier-signer-compromised'), outcome: 'indeterminate' }),
  'carrier-signer-not-in-period': () => carrier('carrier-signer-not-in-period'),
  'carrier-field-differs': () => carrier('carrier-field-differs'),
  'carrier-not-on-record': () => carrier('carrier-not-on-record'),
  'master-not-in-hand': () => ({ evidence: aloneScenario(w), outcome: 'indeterminate' }),
  'issuer-confirmed': good,
  'certificate-not-listed': () => failed({}, w.issue({}, strange), ['integrity']),
  'certificate-of-another-issuer': () =>
    failed({}, w.issue({ issuer: issuerB, identifier: identifier({ issuerCode: codeB }) })),
  'identifier-invalid': () =>
    failed({}, w.issue({ identifier: identifier().replace(/.$/, (c) => (c === '0' ? '1' : '0')) }), ['right-to-issue']),
  'identifier-of-another-authority': () => failed({}, w.issue({ identifier: identifier({ issuerCode: codeB }) })),
  'type-not-listed': () => failed(trust({ types: w.list.types.slice(1) })),
  'vct-of-another-type': () => failed({}, w.issue({ vct: 'https://registry.example/types/diploma/1' })),
  'certificate-not-in-period': () => failed(authorityA({}, { notBefore: '2026-03-03T00:00:00Z' })),
  'issued-after-compromise': () => failed(authorityA({}, { compromisedAt: '2026-03-01T00:00:00Z' })),
  'compromise-not-excluded': () => open(authorityA({}, { compromisedAt: '2026-03-02T01:00:05Z' })),
  'right-held': good,
  'authority-not-listed': () =>
    failed(
      trust({ authorities: w.list.authorities.slice(0, 1) }),
      w.issue({ issuer: issuerB, identifier: identifier({ issuerCode: codeB }) }),
      ['issuer'],
    ),
  'right-not-held': () =>
    failed(
      {},
      w.issue({ identifier: identifier({ typeCode: otherType }), vct: 'https://registry.example/types/diploma/1' }),
    ),
  'right-not-in-period': () =>
    failed(authorityA({ rights: [{ typeCode, from: '2020-01-01T00:00:00Z', until: '2026-03-02T01:00:00Z' }] })),
  'in-force': good,
  'not-yet-issued': () => ({ ...failed({ status: active(issuedAt - hour) }), at: issuedAt - hour }),
  'not-yet-valid': () => failed({}, w.issue({ notBefore: at / 1000 + 1 })),
  expired: () => failed({}, w.issue({ expires: at / 1000 })),
  'status-active': good,
  'status-suspended': () => state('suspended'),
  'status-rescinded': () => state('rescinded'),
  'status-revoked': () => state('revoked'),
  'status-cancelled': () => state('cancelled'),
  'status-superseded': () => state('superseded'),
  'status-transferred': () => state('transferred'),
  'status-invalid': () => failed({ status: { from: 'token', token: w.statusToken(1), asOf: iso(at) } }),
  'status-unknown-to-registry': () =>
    failed({ ...unknown, receipt: { unavailable: 'none' } }, undefined, ['attestation']),
  'status-contradicts-log': () => open(unknown),
  'status-unavailable': () => open({ status: { unavailable: 'timeout' } }),
  'status-token-invalid': () =>
    open({ status: { from: 'token', token: w.statusToken(0, {}, strange), asOf: iso(at) } }),
  'status-too-old': () => open({ status: active(at - 25 * hour) }),
  'status-of-another-time': () => open({ status: active(at + hour) }),
  anchored: good,
  'anchored-by-statement': () => ({ evidence: w.evidence(stated(true)), outcome: 'passed' }),
  'statement-not-cosigned': () => open(stated(false)),
  'statements-differ': () => open(stated(true, [{ blockNumber: 1 }])),
  'pending-with-promise': () => open({ ...pending, status: active(early) }, { at: early }),
  'logged-not-anchored': () => open({ ...receipt({ anchor: null }), status: active(early) }, { at: early }),
  'anchor-unconfirmed': () => open({ ...noChain, status: active(early) }, { at: early }),
  'promise-overdue': () => open(pending),
  'anchor-overdue': () => open(receipt({ anchor: null })),
  'anchor-unconfirmed-overdue': () => open(noChain),
  'no-receipt': () => open({ receipt: { unavailable: 'none' } }),
  'promise-wrong': () => open({ ...pending, promise: w.promiseFor(w.issued, strange) }),
  'receipt-malformed': () => failed({ receipt: { value: {}, brought: true } }),
  'receipt-of-another-licence': () => failed(receipt({}, w.issue({ identifier: identifier({ version: 2 }) }))),
  'receipt-of-another-event': () =>
    failed(receipt({}, w.eventOf(w.issued.credential, identifier(), 7, { command: 'resume' }))),
  'receipt-entry-mismatch': () => failed(receipt({ salt: toBase64url(new Uint8Array(32)) })),
  'receipt-checkpoint-malformed': () => failed(receipt({ checkpoint: 'no note' })),
  'receipt-checkpoint-mismatch': () => failed(receipt({ treeSize: 6 })),
  'receipt-inclusion-wrong': () => failed(receipt({ index: 3 })),
  'checkpoint-log-unknown': () => failed(trust({ logs: [] })),
  'checkpoint-signature-wrong': () => {
    const scenario = failed({});
    const { value } = scenario.evidence.receipt as { value: { checkpoint: string } };
    const text = value.checkpoint.slice(0, value.checkpoint.indexOf('\n\n') + 1);
    return failed({
      ...scenario.evidence,
      receipt: { value: { ...value, checkpoint: new World().note(text) }, brought: true },
    });
  },
  'anchor-contract-unknown': () => failed(trust({ contracts: [] })),
  'anchor-not-on-chain': () => failed(anchors(([one, two]) => [one!, { ...two!, treeSize: 9 }])),
  'anchor-root-differs': () => failed(anchors(([one, two]) => [one!, { ...two!, root: one!.root }])),
  'anchor-field-differs': () => failed(anchors(([one, two]) => [one!, { ...two!, blockNumber: 1 }])),
  'previous-anchor-differs': () => failed(receipt({ previousAnchor: null })),
  'previous-anchor-unconfirmed': () => open(anchors(([, two]) => [two!])),
  'receipt-under-later-anchor': () => {
    const { receipt, anchors } = w.log(w.issued);
    const [first, second] = anchors as [KnownAnchor, KnownAnchor];
    const previousAnchor = { ...receipt.previousAnchor, treeSize: 3 };
    const chain = [
      { ...first, treeSize: 3 },
      { ...second, previousTreeSize: 3 },
    ];
    return failed({
      receipt: { value: { ...receipt, previousAnchor }, brought: true },
      anchors: { anchors: chain, asOf: iso(at) },
    });
  },
  'event-after-anchor': () => failed(anchoredAt(-30 * hour, -26 * hour, -1 * hour)),
  'back-dated': () => failed(anchoredAt(97 * hour, 98 * hour, 99 * hour)),
  'back-dating-not-excluded': () => open(anchoredAt(97 * hour, 98 * hour)),
  'history-begins-later': () => {
    const log = new VersionLog(w);
    log.press(1, new Uint8Array(64), at - hour);
    const history = { roots: [w.root.jwk], status: log.around('status-list', '1', at - 2 * hour) };
    return open({ history }, { at: at - 2 * hour });
  },
  'history-unproven': () => open({ history: { roots: [w.root.jwk] } }, { at: at - 2 * hour }),
  'holder-binding-not-used': () => ({ ...good(), outcome: 'not-applicable' }),
  'holder-bound': () => showing(kb(), 'passed'),
  'key-binding-not-asked': () => ({ evidence: w.evidence({ credential: kb() }, bound), outcome: 'not-applicable' }),
  'key-binding-without-key': () => failed({ credential: w.issued.credential + kb().slice(bound.credential.length) }),
  'key-binding-missing': () => showing(bound.credential, 'failed'),
  'key-binding-malformed': () => showing(`${bound.credential}a.b.c`, 'failed'),
  'key-binding-signature-wrong': () => showing(kb({}, strange), 'failed'),
  'key-binding-of-another-request': () => showing(kb({ nonce: 'n-2' }), 'failed'),
  'key-binding-of-another-presentation': () => showing(kb({}, holder, `${bound.credential}x`), 'failed'),
  'key-binding-not-fresh': () => showing(kb({ iat: at / 1000 - 361 }), 'failed'),
};

describe('every code', () => {
  it.each(Object.entries(scenarios))('%s comes about, with all other checks passed', (code, make) => {
    const scenario = make();
    const report = judge(scenario);
    const found = report.checks.find((check) => check.code === code);
    expect({ code: found?.code, outcome: found?.outcome }).toEqual({ code, outcome: scenario.outcome });
    const rest = report.checks.filter(({ check }) => check !== found?.check && !scenario.also?.includes(check));
    for (const check of rest) expect(['passed', 'not-applicable']).toContain(check.outcome);
    expect(report.checks).toHaveLength(7);
    if (report.checks.some(({ outcome }) => outcome === 'failed')) expect(report.verdict).toBe('invalid');
    expect(found?.asOf).toMatch(/^2026-03-0\dT/);
  });

  it.each(Object.entries(checkTexts))('%s is told in two languages, and what to do', (_code, text) => {
    for (const part of ['says', 'next'] as const) {
      expect(text.en[part]).toMatch(/^[A-Z][^\p{Script=Han}]{8,}\.$/u);
      expect(text['zh-CN'][part]).toMatch(/^.*\p{Script=Han}.*。$/u);
    }
  });
});

describe('a key binding', () => {
  it.each<[string, string]>([
    ['without a time', kb({ iat: undefined })],
    ['with two audiences', kb({ aud: [asked.audience, 'https://other.example'] })],
    ['of another type', bound.credential + signJws({ alg: 'ES256', typ: 'JWT' }, {}, holder)],
    ['that brings its key', bound.credential + signJws({ alg: 'ES256', typ: 'kb+jwt', jwk: holder.jwk }, {}, holder)],
  ])('%s is malformed', (_what, credential) => {
    const report = verify(w.evidence({ credential, keyBinding: asked }, bound), standard, at, crypto);
    expect(report.checks[6]).toMatchObject({ outcome: 'failed', code: 'key-binding-malformed' });
    expect(report.verdict).toBe('invalid');
  });
});
