import { describe, expect, it } from '@jest/globals';
import { formatDigest } from '../bytes/index.js';
import { eventEntry } from '../licence/index.js';
import { nodeHash } from '../merkle/index.js';
import type { Receipt } from '../receipt/index.js';
import type { Evidence } from './evidence.js';
import { standard } from './policy.js';
import {
  at,
  codeA,
  codeB,
  crypto,
  type Issued,
  identifier,
  iso,
  issuerA,
  issuerB,
  newSigner,
  World,
} from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const judge = (evidence: Evidence) => verify(evidence, standard, at, crypto);
const check = (evidence: Evidence, name: string) => judge(evidence).checks.find((item) => item.check === name);

describe('a genuine proof of another licence', () => {
  const other = w.issue({
    identifier: identifier({ serial: '0000000043' }),
    status: { uri: 'https://x.example', index: 8 },
  });

  it.each([
    ['brought', true, 'failed', 'invalid'],
    ['fetched', false, 'indeterminate', 'indeterminate'],
  ])('is refused when %s', (_how, brought, outcome, verdict) => {
    const { receipt: value, anchors } = w.log(other);
    const evidence = w.evidence({ receipt: { value, brought }, anchors: { anchors, asOf: iso(at) } });
    expect(check(evidence, 'attestation')).toMatchObject({ outcome, code: 'receipt-of-another-licence' });
    expect(judge(evidence).verdict).toBe(verdict);
  });

  it.each(['entry', 'salt', 'index', 'inclusionProof', 'checkpoint', 'event'] as const)(
    'is refused as to its %s',
    (name) => {
      const mine = w.log(w.issued);
      const value: Receipt = { ...mine.receipt, [name]: name === 'index' ? 3 : w.log(other).receipt[name] };
      const evidence = w.evidence({
        receipt: { value, brought: true },
        anchors: { anchors: mine.anchors, asOf: iso(at) },
      });
      expect(check(evidence, 'attestation')?.outcome).toBe('failed');
    },
  );

  it('is refused when its event is rewritten to name this licence', () => {
    const { receipt, anchors } = w.log(other);
    for (const event of [w.issued.event, { ...receipt.event, identifier: w.issued.event.identifier }]) {
      const evidence = w.evidence({
        receipt: { value: { ...receipt, event }, brought: true },
        anchors: { anchors, asOf: iso(at) },
      });
      expect(check(evidence, 'attestation')?.outcome).toBe('failed');
    }
  });

  it('is refused as a promise', () => {
    const evidence = w.evidence({ receipt: { unavailable: 'none' }, promise: w.promiseFor(other) });
    expect(check(evidence, 'attestation')).toMatchObject({ outcome: 'indeterminate', code: 'promise-wrong' });
  });

  it('is refused when an inner node stands for a leaf', () => {
    const { receipt, anchors } = w.log(w.issued);
    const entry = formatDigest(nodeHash(eventEntry(w.issued.event, w.issued.salt, crypto), new Uint8Array(32), crypto));
    const evidence = w.evidence({
      receipt: { value: { ...receipt, entry, inclusionProof: receipt.inclusionProof.slice(1) }, brought: true },
      anchors: { anchors, asOf: iso(at) },
    });
    expect(check(evidence, 'attestation')?.code).toBe('receipt-entry-mismatch');
  });
});

describe('a genuine key in another’s name', () => {
  const claims: [string, Issued][] = [
    [
      'B’s licence and iss, A’s certificate',
      w.issue({ issuer: issuerB, identifier: identifier({ issuerCode: codeB }) }),
    ],
    ['B’s iss, A’s certificate and licence', w.issue({ issuer: issuerB })],
    ['B’s licence, A’s certificate and iss', w.issue({ identifier: identifier({ issuerCode: codeB }) })],
    ['A’s name and certificate, B’s key', w.issue({}, w.b, w.a.certificate)],
    ['A’s name, B’s certificate and key', w.issue({}, w.b)],
    ['A’s name, a certificate of nobody', w.issue({}, newSigner())],
    ['A’s name, a certificate of nobody before A’s', w.issue({ x5c: [newSigner().certificate, w.a.certificate] })],
  ];

  it.each(claims)('is refused: %s', (_what, issued) => {
    const report = judge(w.evidence({}, issued));
    expect(report.verdict).toBe('invalid');
    expect(report.checks.filter(({ check: name }) => name === 'integrity' || name === 'issuer')).toContainEqual(
      expect.objectContaining({ outcome: 'failed' }),
    );
    expect(report.licence).toBeUndefined();
    expect(JSON.stringify(report)).not.toContain('Authority');
  });

  it('leaves both authorities their own licences', () => {
    expect(judge(w.evidence()).licence?.issuer.creditCode).toBe(codeA);
    const ofB = w.issue({ issuer: issuerB, identifier: identifier({ issuerCode: codeB }) }, w.b);
    expect(judge(w.evidence({}, ofB))).toMatchObject({ verdict: 'valid', licence: { issuer: { creditCode: codeB } } });
    expect(issuerA).not.toBe(issuerB);
  });
});
