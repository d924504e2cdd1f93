import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../json/index.js';
import type { Anchor } from '../../receipt/index.js';
import type { TrustList } from '../../trust/index.js';
import type { AnchorEvidence, Evidence, KnownAnchor } from '../evidence.js';
import { standard } from '../policy.js';
import { newWitness, statementOf } from '../testing/witness.js';
import { at, crypto, hour, identifier, iso, issuedAt, newSigner, origin, World } from '../testing/world.js';
import { verify } from '../verify.js';
import { readAnchorStatement } from './anchor-statement.js';
import { isStated, maxStatements, takeAnchors } from './statements.js';
import { boundTime, timeFault } from './time-bound.js';

const w = new World();
const { receipt, anchors } = w.log(w.issued);
const [first, second] = anchors as [KnownAnchor, KnownAnchor];
const [one, two, strange] = ['w1', 'w2', 'w3'].map((name) => newWitness(`${name}.example`)) as [
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
];
const listOf = (change: Partial<TrustList> = {}): TrustList => ({
  ...w.list,
  witnesses: [one.listed, two.listed],
  witnessQuorum: 1,
  ...change,
});
const signed = (anchor: KnownAnchor, time = at) => one.cosign(statementOf(w, anchor), time);
const known = (...all: KnownAnchor[]) => ({ anchors: all, asOf: iso(at) });

function attest(change: Partial<Evidence>, list: Partial<TrustList> = {}, when = at) {
  const trust = { jws: w.trustJws(list), root: w.root.jwk, asOf: iso(at) };
  const report = verify(w.evidence({ trust, ...change }), standard, when, crypto);
  const check = report.checks.find((item) => item.check === 'attestation');
  return `${check?.outcome} ${check?.code}${/ \(.*\)$/.exec(check?.detail ?? '')?.[0] ?? ''}`;
}
const brought = (change: object = {}, isBrought = true) => ({
  receipt: { value: { ...receipt, ...change }, brought: isBrought },
});

describe(takeAnchors.name, () => {
  const take = (statements: string[], list = listOf(), now = at): AnchorEvidence =>
    takeAnchors({ statements, asOf: iso(at) }, { list, asOf: iso(at) }, now, crypto);
  const sorted = (cosigned: KnownAnchor[], uncosigned: KnownAnchor[] = [], contradicted: KnownAnchor[] = []) => ({
    anchors: cosigned,
    asOf: iso(at),
    stated: { uncosigned, contradicted },
  });

  it('sorts what the log states: cosigned by a quorum, not yet, or in two ways', () => {
    const other = { ...second, blockNumber: 1 };
    expect(take([signed(first), signed(first), signed(second)])).toEqual(sorted([first, second]));
    expect(take([signed(first), statementOf(w, second)])).toEqual(sorted([first], [second]));
    expect(take([signed(first), signed(second), statementOf(w, other)])).toEqual(sorted([first], [], [second, other]));
  });

  it('passes over what no listed log signed, or not for its contract', () => {
    const [contract] = w.list.contracts as [TrustList['contracts'][0]];
    expect(take(['note', w.note('text\n'), statementOf(new World(), second), signed(first)])).toEqual(sorted([first]));
    for (const list of [{ logs: [] }, { contracts: [] }, { contracts: [{ ...contract, origin: 'other/log' }] }]) {
      expect(take([signed(first)], listOf(list))).toEqual(sorted([]));
    }
  });

  it('counts a witness by name and key, once, and up to a minute ahead', () => {
    const plain = statementOf(w, first);
    const named = newWitness('w1.example');
    expect(take([named.cosign(plain, at)])).toEqual(sorted([], [first]));
    expect(take([signed(first, at).replace('— w1.example', '— w9.example')])).toEqual(sorted([], [first]));
    expect(take([one.cosign(signed(first, at - hour), at)])).toEqual(sorted([], [first]));
    expect(take([named.cosign(signed(first), at)])).toEqual(sorted([first]));
    expect(take([strange.cosign(signed(first), at)])).toEqual(sorted([first]));
    expect(take([signed(first, at + 60_000)])).toEqual(sorted([first]));
    expect(take([signed(first, at + 61_000)])).toEqual(sorted([], [first]));
  });

  it('judges so many statements and no more, and none without a list', () => {
    expect(take(Array(maxStatements).fill(signed(first)))).toEqual(sorted([first]));
    expect(take(Array(maxStatements + 1).fill(signed(first)))).toEqual({
      unavailable: 'too many statements',
      asOf: iso(at),
    });
    const lack = { lacks: 'trust-list-unavailable', detail: '', asOf: iso(at - hour) } as const;
    expect(takeAnchors({ statements: [], asOf: iso(at) }, lack, at, crypto)).toEqual({
      unavailable: 'statements are judged by a trust list',
      asOf: iso(at),
    });
    expect(takeAnchors(known(first), lack, at, crypto)).toEqual(known(first));
  });
});

describe(isStated.name, () => {
  const stated = (statement: string, anchor = second, list = listOf()) => isStated(statement, anchor, list, crypto);

  it('wants every field, under the key of the log that the list names', () => {
    expect(stated(statementOf(w, second))).toBe(true);
    expect(stated(signed(second))).toBe(true);
    for (const change of [{ root: first.root }, { previousTreeSize: 1 }, { blockNumber: 1 }, { treeSize: 6 }]) {
      expect(stated(statementOf(w, second), { ...second, ...change })).toBe(false);
    }
    for (const text of ['', 'note', w.note('text\n'), statementOf(new World(), second), statementOf(w, first)]) {
      expect(stated(text)).toBe(false);
    }
    expect(stated(statementOf(w, second), second, listOf({ logs: [] }))).toBe(false);
  });
});

describe(readAnchorStatement.name, () => {
  const json = canonicalJson({ ...second });
  const read = (text: string) => {
    const statement = readAnchorStatement(text);
    return statement.ok ? statement.value.origin : statement.detail;
  };

  it.each([
    [`${origin}/anchor\n${json}\n`, origin],
    ['', 'not two lines'],
    [`${origin}/anchor`, 'not two lines'],
    [`${origin}/anchor\n${json}`, 'not two lines'],
    [`${origin}/anchor\n${json}\nmore`, 'not two lines'],
    [`${origin}/anchor\n${json}\n\n`, 'not two lines'],
    [`/anchor\n${json}\n`, 'not two lines'],
    [`${origin}/anchor/\n${json}\n`, 'not two lines'],
    [`one\u2028${origin}/anchor\n${json}\n`, 'not two lines'],
    [`${origin}/anchor\n${json} \n`, 'no canonical JSON'],
    [`${origin}/anchor\n{\n`, 'no canonical JSON'],
    [`${origin}/anchor\n${`"${'x'.repeat(5000)}"`}\n`, 'no canonical JSON'],
    [`${origin}/anchor\n{"a":{"b":{}}}\n`, 'no canonical JSON'],
    [`${origin}/anchor\n[]\n`, 'no anchor'],
    [`${origin}/anchor\nnull\n`, 'no anchor'],
    [`${origin}/anchor\n"anchor"\n`, 'no anchor'],
  ])('is read, or refused with what is missing: %#', (text, said) => {
    expect(read(text)).toBe(said);
  });
});

describe('an anchor', () => {
  const elsewhere = (change: Partial<Anchor>) => ({ ...receipt.previousAnchor, ...change });
  const wrong = 'failed previous-anchor-differs';

  it('is of the contract in the list, in its spelling or in small letters', () => {
    const address = second.contract.toUpperCase().replace('0X', '0x');
    const contracts = w.list.contracts.map((one) => ({ ...one, address }));
    const spelt = (contract: string) => {
      const change = { anchor: { ...receipt.anchor, contract }, previousAnchor: elsewhere({ contract }) };
      return attest({ ...brought(change), anchors: known(first, second) }, { contracts });
    };
    for (const contract of [address, second.contract]) expect(spelt(contract)).toMatch(/^passed anchored/);
    expect(spelt(second.contract.replace('f', 'F'))).toBe('failed anchor-contract-unknown');
  });

  it('and the one before are of one chain and one log', () => {
    const [contract] = w.list.contracts as [TrustList['contracts'][0]];
    for (const change of [{ chainId: 1 }, { logId: `0x${'2f'.repeat(32)}` }]) {
      const list = { contracts: [contract, { ...contract, ...change }] };
      const evidence = {
        ...brought({ previousAnchor: elsewhere(change) }),
        anchors: known({ ...first, ...change }, second),
      };
      expect(attest(evidence, list)).toBe(`${wrong} (contract)`);
    }
  });

  it('has its fault told, and by which field', () => {
    const asKnown = { anchors: known(first, second) };
    expect(attest({ ...asKnown, ...brought({ anchor: { ...receipt.anchor, treeSize: 4 } }) })).toBe(
      'failed anchor-field-differs (treeSize)',
    );
    expect(attest({ ...asKnown, ...brought({ previousAnchor: elsewhere({ chainId: 1 }) }) })).toBe(
      `${wrong} (contract)`,
    );
    const early = (treeSize: number) => ({ anchor: null, previousAnchor: elsewhere({ treeSize }) });
    expect(attest({ ...asKnown, ...brought(early(6)) })).toBe(`${wrong} (treeSize)`);
    expect(attest({ ...asKnown, ...brought(early(3)) })).toBe(`${wrong} (treeSize)`);
    expect(attest({ ...asKnown, ...brought() })).toBe(`passed anchored (at ${second.blockTime})`);
  });

  it('before may be as large as the tree, when nothing was logged between', () => {
    const whole = { ...receipt, anchor: null, previousAnchor: elsewhere({ treeSize: 5 }) };
    expect(attest({ ...brought(whole), anchors: known({ ...first, treeSize: 5, previousTreeSize: 0 }) })).toBe(
      'failed receipt-under-later-anchor',
    );
  });

  it('before is not asked for while the chain can’t be read', () => {
    const evidence = { ...brought({ anchor: null }), anchors: { unavailable: 'no node' } };
    expect(attest(evidence)).toBe(`indeterminate anchor-overdue (event of ${iso(issuedAt)})`);
  });

  it('before must be known also for a receipt that was fetched, once its own is', () => {
    for (const isBrought of [true, false]) {
      expect(attest({ ...brought({}, isBrought), anchors: known(second) })).toBe(
        'indeterminate previous-anchor-unconfirmed',
      );
    }
  });

  it('that is not known is told as awaited, whatever the log has said of others', () => {
    const list = { witnesses: [one.listed], witnessQuorum: 1 };
    const stated = (...statements: string[]) => attest({ ...brought(), anchors: { statements, asOf: iso(at) } }, list);
    const awaited = `indeterminate anchor-unconfirmed-overdue (event of ${iso(issuedAt)}; not read as final yet)`;
    const far = { ...second, treeSize: 9, previousTreeSize: 5 };
    expect(stated(signed(first), statementOf(w, far))).toBe(awaited);
    expect(stated(signed(first), signed(far), statementOf(w, { ...far, blockNumber: 1 }))).toBe(awaited);
    expect(stated(signed(first), statementOf(w, second))).toBe(
      `indeterminate statement-not-cosigned (event of ${iso(issuedAt)})`,
    );
  });
});

describe('a promise', () => {
  const told = (change: object, list: Partial<TrustList> = {}) => {
    const promise = { ...w.promiseFor(w.issued), ...change };
    return attest({ receipt: { unavailable: 'not logged' }, promise }, list, issuedAt + hour);
  };

  it('says by when its event will be logged', () => {
    const said = `event of ${iso(issuedAt)}, to be logged by ${iso(issuedAt + 24 * hour)}`;
    expect(told({})).toBe(`indeterminate pending-with-promise (${said})`);
  });

  it.each<[object, Partial<TrustList>, string]>([
    [{ more: 1 }, {}, 'promise-malformed'],
    [{ event: { ...w.issued.event, identifier: identifier({ version: 2 }) } }, {}, 'receipt-of-another-licence'],
    [{ entry: receipt.entry, salt: w.promiseFor(w.issue()).salt }, {}, 'receipt-entry-mismatch'],
    [{}, { keys: [] }, 'a key that the trust list does not name for that time'],
    [{ signature: w.promiseFor(w.issued, newSigner()).signature }, {}, 'signature'],
  ])('has its fault told: %#', (change, list, detail) => {
    expect(told(change, list)).toBe(`indeterminate promise-wrong (${detail})`);
  });

  it('is asked for by nobody who has no list to judge it by', () => {
    const trust = { unavailable: 'no network' };
    for (const promise of [undefined, w.promiseFor(w.issued)]) {
      expect(attest({ trust, receipt: { unavailable: 'none' }, promise })).toBe(
        'indeterminate trust-list-unavailable (no network)',
      );
    }
  });
});

describe('the time of an event', () => {
  const bound = (issuanceDate: string, event = issuedAt, previous: KnownAnchor | undefined = first) =>
    boundTime({ eventTime: iso(event), claims: { issuedAt: event, issuanceDate }, anchor: second, previous, anchors });
  const day = Date.parse('2026-03-02T00:00:00+08:00');

  it.each([
    [day - 24 * hour - 1, '2026-03-02'],
    [day - 24 * hour, undefined],
    [day + 48 * hour, undefined],
    [day + 48 * hour + 1, '2026-03-02'],
  ])('stands beside a day of issue more than a day off: at %s', (event, told) => {
    expect(bound('2026-03-02', event).claimedIssuance).toBe(told);
  });

  it('has its fault told with the moments, also when one is none', () => {
    const fault = (issued: number, change: object) =>
      timeFault({ claimed: iso(issuedAt), notAfter: iso(at), ...change }, { issuedAt: issued, issuanceDate: '' })
        ?.particulars;
    expect(fault(at + hour, {})).toBe(`says ${iso(at + hour)}, was anchored at ${iso(at)}`);
    expect(fault(8.64e15, {})).toBe(`says ${iso(8.64e15)}, was anchored at ${iso(at)}`);
    expect(fault(1e300, {})).toBe(`says 1e+300, was anchored at ${iso(at)}`);
    expect(fault(issuedAt, { notBefore: iso(at) })).toBe(`says ${iso(issuedAt)}, can't be older than ${iso(at)}`);
    expect(fault(issuedAt, { absentAt: iso(at + 96 * hour) })).toBe(
      `says ${iso(issuedAt)}, was not in the checkpoint of ${iso(at + 96 * hour)}`,
    );
  });

  it('is believed of a block only when the anchor was proven', () => {
    const authorities = w.list.authorities.map((authority) => ({
      ...authority,
      certificates: authority.certificates.map((item) => ({ ...item, compromisedAt: '2026-03-03T00:00:00Z' })),
    }));
    const trust = { jws: w.trustJws({ authorities }), root: w.root.jwk, asOf: iso(at) };
    const issuer = (change: Partial<Evidence>) =>
      verify(w.evidence({ trust, ...change }), standard, at, crypto).checks[1];
    expect(issuer({ ...brought(), anchors: known(first, second) })).toMatchObject({ outcome: 'passed' });
    for (const evidence of [
      { ...brought(), anchors: { unavailable: 'no node' } },
      { ...brought({}, false), anchors: known(first) },
      { ...brought({}, false), anchors: known(first, { ...second, root: first.root }) },
    ]) {
      expect(issuer(evidence)).toMatchObject({ outcome: 'indeterminate', code: 'compromise-not-excluded' });
    }
  });
});
