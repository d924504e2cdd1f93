import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type JsonValue } from '../json/index.js';
import { verifyCarrierAlone } from './alone/verify-carrier-alone.js';
import type { Evidence } from './evidence.js';
import { offline, type Policy, standard, strict } from './policy.js';
import { Carriers } from './testing/carriers.js';
import { VersionLog } from './testing/version-log.js';
import { newWitness, statementOf } from './testing/witness.js';
import { at, crypto, hour, iso, issuedAt, newSigner, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const c = new Carriers(w);
const witness = newWitness('witness.example');
const blocks = [-2 * hour, -hour, 10_000].map((after) => iso(issuedAt + after));
const { receipt, anchors } = w.log(w.issued, blocks);
const statements = anchors.map((anchor) => witness.cosign(statementOf(w, anchor), at));
const trust = { jws: w.trustJws({ witnesses: [witness.listed] }), root: w.root.jwk, asOf: iso(at) };
const brought = { receipt: { value: receipt, brought: true }, trust };
const versions = new VersionLog(w);
versions.press(1, new Uint8Array(64), at - 3 * hour);
versions.press(1, [{ index: 7, value: 1, time: at - hour }], at - hour);
const history = {
  roots: [newSigner().jwk, w.root.jwk, newSigner().jwk],
  status: versions.around('status-list', '1', at - 2 * hour),
};

const said = (evidence: Evidence, policy: Policy, when = at) =>
  canonicalJson(verify(evidence, policy, when, crypto) as unknown as JsonValue);
/** Every rotation of a list, and it backwards. */
const orders = <T>(items: readonly T[]): T[][] => [
  ...items.map((_, i) => [...items.slice(i), ...items.slice(0, i)]),
  [...items].reverse(),
];

describe('a report', () => {
  it.each([standard, strict, offline])('is the same byte for byte for the same evidence under $name', (policy) => {
    const evidence = w.evidence({ ...brought, anchors: { statements, asOf: iso(at) } });
    const kept = JSON.parse(JSON.stringify(evidence)) as Evidence;
    const first = said(evidence, policy);
    expect([said(evidence, policy), said(kept, policy), said(structuredClone(evidence), policy)]).toEqual([
      first,
      first,
      first,
    ]);
    expect(first).toContain('"verdict":"valid"');
  });

  it.each([
    ['anchors', orders(anchors).map((list) => ({ anchors: { anchors: list, asOf: iso(at) } }))],
    [
      'many anchors',
      orders([...anchors, ...[20, 30].map((treeSize) => ({ ...anchors[2]!, treeSize, previousTreeSize: 19 }))]).map(
        (list) => ({ anchors: { anchors: list, asOf: iso(at) } }),
      ),
    ],
    ['statements', orders(statements).map((list) => ({ anchors: { statements: list, asOf: iso(at) } }))],
    [
      'statements that contradict each other',
      orders([...statements, statementOf(w, { ...anchors[2]!, blockNumber: 1 })]).map((list) => ({
        anchors: { statements: list, asOf: iso(at) },
      })),
    ],
    [
      'anchors that contradict each other',
      orders([...anchors, { ...anchors[2]!, root: anchors[0]!.root }]).map((list) => ({
        anchors: { anchors: list, asOf: iso(at) },
      })),
    ],
  ])('does not depend on the order of %s', (_what, changes) => {
    const told = changes.map((change) => said(w.evidence({ ...brought, ...change }), standard));
    expect(new Set(told).size).toBe(1);
  });

  it('does not depend on the order of roots, nor of members', () => {
    const told = orders(history.roots).map((roots) =>
      said(w.evidence({ ...brought, history: { ...history, roots } }), standard, at - 2 * hour),
    );
    expect(new Set(told).size).toBe(1);
    const turned = Object.fromEntries(Object.entries(receipt).reverse());
    const evidence = w.evidence({ ...brought, anchors: { anchors, asOf: iso(at) } });
    const other = Object.fromEntries(Object.entries(evidence).reverse()) as unknown as Evidence;
    expect(said({ ...other, receipt: { value: turned, brought: true } }, standard)).toBe(said(evidence, standard));
  });
});

describe('the age of an answer', () => {
  const ages = (evidence: Evidence, when = at) =>
    Object.fromEntries(verify(evidence, offline, when, crypto).checks.map(({ check, asOf }) => [check, asOf]));
  const aged = {
    trust: { ...trust, asOf: iso(at - hour) },
    status: { from: 'registry', known: true, state: 'active', asOf: iso(at - 2 * hour) },
    anchors: { anchors, asOf: iso(at - 3 * hour) },
    receipt: brought.receipt,
  } as const;
  const expected = {
    integrity: iso(at - hour),
    issuer: iso(at - hour),
    'right-to-issue': iso(at - hour),
    validity: iso(at),
    status: iso(at - 2 * hour),
    attestation: iso(at - 3 * hour),
    holder: iso(at),
  };

  it('is that of what it rests on: list, status and anchors each by itself, the dates by the moment asked for', () => {
    expect(ages(w.evidence(aged))).toEqual(expected);
    const token = { from: 'token', token: w.statusToken(0), asOf: iso(at) } as const;
    expect(ages(w.evidence({ ...aged, status: token })).status).toBe(iso(at - 60_000));
    const missing = { unavailable: 'away', asOf: iso(at - 4 * hour) };
    expect(ages(w.evidence({ ...aged, status: missing, anchors: missing, trust: missing }))).toMatchObject({
      integrity: missing.asOf,
      issuer: missing.asOf,
      status: missing.asOf,
      attestation: missing.asOf,
    });
  });

  it('is that of the list also where integrity fails by it, and the moment’s where no list was needed', () => {
    const forged = w.issue({}, w.b, w.a.certificate);
    expect(ages(w.evidence(aged, forged)).integrity).toBe(iso(at - hour));
    expect(ages(w.evidence({ ...aged, credential: 'nothing' })).integrity).toBe(iso(at));
  });

  it('is the same of a carrier without its master', () => {
    const evidence = c.alone(
      { kind: 'qr', content: c.qr() },
      { ...aged, trust: { ...c.trust(), asOf: aged.trust.asOf } },
    );
    const checks = verifyCarrierAlone(evidence, offline, at, crypto).checks.map(({ check, asOf }) => [check, asOf]);
    expect(Object.fromEntries(checks)).toEqual({ ...expected, attestation: iso(at) });
  });
});
