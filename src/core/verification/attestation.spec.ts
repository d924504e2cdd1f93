import { describe, expect, it } from '@jest/globals';
import type { LicenceEvent } from '../licence/index.js';
import type { Anchor, Receipt } from '../receipt/index.js';
import { checkAttestation } from './attestation.js';
import type { Evidence } from './evidence.js';
import { standard } from './policy.js';
import { at, crypto, hour, identifier, iso, issuedAt, otherType, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const logged = w.log(w.issued);
const early = issuedAt + hour;
const previous = logged.receipt.previousAnchor as Anchor;

function attest(change: Partial<Evidence>, when = early) {
  const report = verify(w.evidence(change), standard, when, crypto);
  const { outcome, code } = report.checks.find(({ check }) => check === 'attestation') ?? {};
  return `${outcome} ${code}`;
}

function receipt(change: Partial<Receipt>, brought = true): Partial<Evidence> {
  return {
    receipt: { value: { ...logged.receipt, ...change }, brought },
    anchors: { anchors: logged.anchors, asOf: iso(at) },
  };
}

describe(checkAttestation.name, () => {
  it.each<[string, Partial<LicenceEvent>, string]>([
    ['another identifier', { identifier: identifier({ version: 2 }) }, 'receipt-of-another-licence'],
    ['another type', { typeCode: otherType }, 'receipt-of-another-licence'],
    ['another status index', { statusIndex: 8 }, 'receipt-of-another-licence'],
    ['suspending it', { command: 'suspend' }, 'receipt-of-another-event'],
    ['superseding it', { command: 'supersede' }, 'receipt-of-another-event'],
  ])('refuses a genuinely logged event of this master with %s', (_what, change, code) => {
    const event = w.log(w.eventOf(w.issued.credential, identifier(), 7, change));
    const evidence = {
      receipt: { value: event.receipt, brought: true },
      anchors: { anchors: event.anchors, asOf: iso(at) },
    };
    expect(attest(evidence, at)).toBe(`failed ${code}`);
  });

  it.each(['change', 'renew'] as const)('takes the event of a %s, which makes a version too', (command) => {
    const event = w.log(w.eventOf(w.issued.credential, identifier(), 7, { command }));
    const evidence = {
      receipt: { value: event.receipt, brought: true },
      anchors: { anchors: event.anchors, asOf: iso(at) },
    };
    expect(attest(evidence, at)).toBe('passed anchored');
  });

  it('compares what it can of an anchor while the chain can’t be read', () => {
    const anchor = logged.receipt.anchor as Anchor;
    const dark = (change: Partial<Anchor>) =>
      attest({ ...receipt({ anchor: { ...anchor, ...change } }), anchors: { unavailable: 'node down' } });
    expect(dark({})).toBe('indeterminate anchor-unconfirmed');
    expect(dark({ treeSize: 4 })).toBe('failed anchor-field-differs');
    expect(dark({ chainId: 1 })).toBe('failed anchor-contract-unknown');
    expect(dark({ contract: anchor.contract.toUpperCase().replace('0X', '0x') })).toBe(
      'failed anchor-contract-unknown',
    );
  });

  it.each<[string, Partial<Anchor>, string]>([
    ['as on the chain', {}, 'indeterminate logged-not-anchored'],
    ['of another chain', { chainId: 1 }, 'failed previous-anchor-differs'],
    ['of another transaction', { transactionHash: `0x${'0'.repeat(64)}` }, 'failed previous-anchor-differs'],
    ['larger than the tree', { treeSize: 6 }, 'failed previous-anchor-differs'],
    ['of a size that was passed over', { treeSize: 3 }, 'failed previous-anchor-differs'],
  ])('judges the anchor before a logged receipt: %s', (_what, change, answer) => {
    expect(attest(receipt({ anchor: null, previousAnchor: { ...previous, ...change } }))).toBe(answer);
  });

  it('bears with a fetched receipt that is ahead of the chain as read, not with a brought one', () => {
    const ahead = (brought: boolean) => ({
      ...receipt({ anchor: null }, brought),
      anchors: { anchors: [], asOf: iso(at) },
    });
    expect(attest(ahead(false))).toBe('indeterminate logged-not-anchored');
    expect(attest(ahead(true))).toBe('indeterminate previous-anchor-unconfirmed');
  });

  it('wants both anchors of one log', () => {
    const address = `0x${'ab'.repeat(20)}`;
    const contracts = [...w.list.contracts, { ...w.list.contracts[0]!, address }];
    const trust = { jws: w.trustJws({ contracts }), root: w.root.jwk, asOf: iso(at) };
    const anchors = [{ ...logged.anchors[0]!, contract: address }, logged.anchors[1]!];
    const evidence = { ...receipt({ previousAnchor: { ...previous, contract: address } }), trust };
    expect(attest({ ...evidence, anchors: { anchors, asOf: iso(at) } })).toBe('failed previous-anchor-differs');
  });

  it('refuses a contract that anchors another log', () => {
    const contracts = [{ ...w.list.contracts[0]!, origin: 'another.example/log' }];
    const trust = { jws: w.trustJws({ contracts }), root: w.root.jwk, asOf: iso(at) };
    expect(attest({ ...receipt({}), trust })).toBe('failed anchor-contract-unknown');
  });

  it.each<[string, object]>([
    ['began later', { from: iso(early) }],
    ['ended before', { until: iso(issuedAt) }],
    ['was stolen', { compromisedAt: iso(at) }],
    ['is for status lists', { use: 'status' }],
    ['is not listed', { keyId: 'promise-2' }],
  ])('takes no promise of a key that %s', (_what, change) => {
    const keys = w.list.keys.map((key) => (key.use === 'promise' ? { ...key, ...change } : key));
    const trust = { jws: w.trustJws({ keys }), root: w.root.jwk, asOf: iso(at) };
    const none = { receipt: { unavailable: 'not logged' }, promise: w.promiseFor(w.issued) };
    expect(attest({ ...none })).toBe('indeterminate pending-with-promise');
    expect(attest({ ...none, trust })).toBe('indeterminate promise-wrong');
  });

  it('takes no promise whose event was exchanged under its signature', () => {
    const promise = w.promiseFor(w.issue({ identifier: identifier({ version: 2 }) }));
    const none = { receipt: { unavailable: 'not logged' }, promise: { ...promise, event: w.issued.event } };
    expect(attest(none)).toBe('indeterminate promise-wrong');
  });
});
