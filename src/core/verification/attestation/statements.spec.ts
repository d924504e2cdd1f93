import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../json/index.js';
import type { TrustList } from '../../trust/index.js';
import type { Evidence, KnownAnchor } from '../evidence.js';
import { standard } from '../policy.js';
import { newWitness, statementOf } from '../testing/witness.js';
import { at, crypto, hour, iso, issuedAt, origin, World } from '../testing/world.js';
import { verify } from '../verify.js';
import { readAnchorStatement } from './anchor-statement.js';
import { maxStatements } from './statements.js';

const w = new World();
const { receipt, anchors } = w.log(w.issued);
const [first, second] = anchors as [KnownAnchor, KnownAnchor];
const [one, two, three, strange] = ['w1', 'w2', 'w3', 'w4'].map((name) => newWitness(`${name}.example`)) as [
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
];
const listed = { witnesses: [one.listed, two.listed, three.listed], witnessQuorum: 2 };
const seen = at - hour;
const both = (anchor: KnownAnchor) => two.cosign(one.cosign(statementOf(w, anchor), seen), seen);

interface Given {
  statements: string[];
  list?: Partial<TrustList>;
  when?: number;
  brought?: boolean;
}

function judge({ statements, list = listed, when = at, brought = true }: Given) {
  const trust = { jws: w.trustJws(list), root: w.root.jwk, asOf: iso(when) };
  const evidence: Evidence = {
    ...w.evidence({ trust }),
    receipt: { value: receipt, brought },
    status: { from: 'registry', known: true, state: 'active', asOf: iso(when) },
    anchors: { statements, asOf: iso(when) },
  };
  const report = verify(evidence, standard, when, crypto);
  const check = report.checks.find((item) => item.check === 'attestation');
  return { said: `${check?.outcome} ${check?.code}`, verdict: report.verdict, report };
}

describe('an anchor by statement', () => {
  it('passes under the log’s signature and a quorum of witnesses, without a chain', () => {
    const { said, verdict, report } = judge({ statements: [both(first), both(second)] });
    expect([said, verdict]).toEqual(['passed anchored-by-statement', 'valid']);
    expect(report.timeBound).toMatchObject({ notAfter: second.blockTime, absentAt: first.blockTime });
  });

  it('is not passed by lines that do not count', () => {
    const plain = statementOf(w, second);
    const others = (statement: string, list: Partial<TrustList> = listed) =>
      judge({ statements: [both(first), statement], list }).said;
    const lacking = 'indeterminate statement-not-cosigned';
    expect(others(plain)).toBe(lacking);
    expect(others(one.cosign(plain, seen))).toBe(lacking);
    expect(others(one.cosign(one.cosign(plain, seen), seen - 1000))).toBe(lacking);
    expect(others(strange.cosign(one.cosign(plain, seen), seen))).toBe(lacking);
    expect(others(two.cosign(one.cosign(plain, seen), at + 2 * hour))).toBe(lacking);
    const spliced = both(first).slice(both(first).indexOf('— w1'));
    expect(others(plain + spliced)).toBe(lacking);
    const ended = { ...two.listed, until: iso(seen) };
    expect(others(both(second), { witnesses: [one.listed, ended], witnessQuorum: 2 })).toBe(lacking);
    const late = { ...two.listed, from: iso(seen + 1) };
    expect(others(both(second), { witnesses: [one.listed, late], witnessQuorum: 2 })).toBe(lacking);
    expect(others(both(second), {})).toBe(lacking);
  });

  it('takes one key under two names for one witness, and a majority where no quorum is named', () => {
    const pair = generateKeyPairSync('ed25519');
    const [name, twin] = [newWitness('w5.example', pair), newWitness('twin.example', pair)];
    const list = { witnesses: [name.listed, twin.listed] };
    const twice = (anchor: KnownAnchor) => twin.cosign(name.cosign(statementOf(w, anchor), seen), seen);
    expect(judge({ statements: [twice(first), twice(second)], list }).said).toBe(
      'indeterminate statement-not-cosigned',
    );
    const cosigned = (anchor: KnownAnchor) => one.cosign(statementOf(w, anchor), seen);
    const statements = [first, second].map(cosigned);
    expect(judge({ statements, list: { witnesses: [one.listed] } }).said).toBe('passed anchored-by-statement');
    expect(judge({ statements, list: { witnesses: [one.listed, two.listed] } }).said).toBe(
      'indeterminate statement-not-cosigned',
    );
  });

  it('is never failed for lack, and a young event may wait', () => {
    const unconfirmed = 'indeterminate previous-anchor-unconfirmed';
    for (const statements of [[], ['no note'], [w.note('other\ntext\n')], [both(second)]]) {
      expect(judge({ statements }).said).toBe(unconfirmed);
    }
    const overdue = 'indeterminate anchor-unconfirmed-overdue';
    expect(judge({ statements: [both(first)] }).said).toBe(overdue);
    expect(judge({ statements: Array.from({ length: maxStatements + 1 }, () => both(second)) }).said).toBe(overdue);
    const when = issuedAt + hour;
    const before = two.cosign(one.cosign(statementOf(w, first), issuedAt), issuedAt);
    const early = judge({ statements: [before, statementOf(w, second)], when });
    expect([early.said, early.verdict]).toEqual(['indeterminate anchor-unconfirmed', 'valid']);
  });

  it('is compared in every field, like one from a chain', () => {
    const other = { ...second, blockTime: '2026-03-02T01:00:09.000Z' };
    expect(judge({ statements: [both(first), both(other)] }).said).toBe('failed anchor-field-differs');
    const root = { ...second, root: first.root };
    expect(judge({ statements: [both(first), both(root)], brought: false }).said).toBe(
      'indeterminate anchor-root-differs',
    );
    const over = { ...second, treeSize: 9 };
    expect(judge({ statements: [both(first), both(over)] }).said).toBe('failed anchor-not-on-chain');
  });

  it('is told apart when the log says two things of one size, and neither counts', () => {
    const other = { ...second, blockNumber: 1 };
    for (const statements of [
      [both(first), both(second), both(other)],
      [both(first), both(second), statementOf(w, other)],
    ]) {
      const { said, verdict } = judge({ statements });
      expect([said, verdict]).toEqual(['indeterminate statements-differ', 'indeterminate']);
    }
    expect(judge({ statements: [both(first), both(second), statementOf(new World(), other)] }).said).toBe(
      'passed anchored-by-statement',
    );
  });

  it('needs the list to tie the log to the contract', () => {
    const trust = { ...listed, contracts: w.list.contracts.map((item) => ({ ...item, origin: 'other/log' })) };
    expect(judge({ statements: [both(first), both(second)], list: trust }).said).toBe('failed anchor-contract-unknown');
  });
});

describe(readAnchorStatement.name, () => {
  const text = `${origin}/anchor\n${canonicalJson({ ...second })}\n`;
  it('reads what the log states', () => {
    expect(readAnchorStatement(text)).toEqual({ ok: true, value: { origin, anchor: second } });
  });

  it.each<[string, string]>([
    ['a checkpoint', `${origin}\n5\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n`],
    ['another first line', text.replace('/anchor', '/anchors')],
    ['no origin', text.slice(origin.length)],
    ['a third line', `${text}more\n`],
    ['no newline at its end', text.slice(0, -1)],
    [
      'JSON in another order',
      `${origin}/anchor\n${JSON.stringify(Object.fromEntries(Object.entries(second).reverse()))}\n`,
    ],
    ['a member too many', `${origin}/anchor\n${canonicalJson({ ...second, more: 1 })}\n`],
    ['a member of another kind', `${origin}/anchor\n${canonicalJson({ ...second, blockNumber: '1' })}\n`],
    ['a log that shrinks', `${origin}/anchor\n${canonicalJson({ ...second, previousTreeSize: 5 })}\n`],
    ['a root that is no digest', `${origin}/anchor\n${canonicalJson({ ...second, root: 'x' })}\n`],
  ])('refuses %s', (_what, bad) =>
    expect(readAnchorStatement(bad)).toMatchObject({ ok: false, code: 'statement-malformed' }),
  );
});

describe('a receipt', () => {
  it('that was logged stays good when its anchored one takes its place, for the same event and salt', () => {
    const logged = { ...receipt, anchor: null, previousAnchor: null };
    expect([logged.event, logged.salt, logged.entry]).toEqual([receipt.event, receipt.salt, receipt.entry]);
    const evidence = (value: unknown, when: number) => ({
      ...w.evidence({
        status: { from: 'registry' as const, known: true as const, state: 'active' as const, asOf: iso(when) },
      }),
      receipt: { value, brought: true },
    });
    const early = verify(evidence(logged, issuedAt + hour), standard, issuedAt + hour, crypto);
    expect(early.verdict).toBe('valid');
    const later = verify(evidence(logged, at), standard, at, crypto);
    expect(later.checks[5]).toMatchObject({ outcome: 'indeterminate', code: 'anchor-overdue' });
    expect(judge({ statements: [both(first), both(second)] }).verdict).toBe('valid');
  });
});
