import { describe, expect, it } from '@jest/globals';
import { freezeWhole } from '../../json/index.js';
import { standard } from '../policy.js';
import { at, crypto, World } from '../testing/world.js';
import { verify } from '../verify.js';
import { readReceipt } from './read-receipt.js';

const w = new World();
const { receipt, anchors } = w.log(w.issued);
const asOf = new Date(at).toISOString();
const copy = () => structuredClone(receipt);

describe(readReceipt.name, () => {
  it('reads one that can not change once, and every other one anew', () => {
    const frozen = freezeWhole(copy());
    expect(readReceipt(frozen, crypto)).toBe(readReceipt(frozen, crypto));
    const open = copy();
    expect(readReceipt(open, crypto)).not.toBe(readReceipt(open, crypto));
    expect(readReceipt(open, crypto)).toEqual(readReceipt(frozen, crypto));
  });

  it.each([
    ['the outermost object alone', (value: ReturnType<typeof copy>) => Object.freeze(value)],
    ['the event alone', (value: ReturnType<typeof copy>) => ({ ...value, event: Object.freeze(value.event) })],
  ])('is not held to what it was by freezing %s', (_, half) => {
    const changing = half(copy());
    expect(readReceipt(changing, crypto)?.entry).toBeDefined();
    const inner = Object.isFrozen(changing.event) ? changing : changing.event;
    Object.assign(
      inner,
      Object.isFrozen(changing.event) ? { salt: 'A'.repeat(43) } : { statusIndex: receipt.event.statusIndex + 1 },
    );
    expect(readReceipt(changing, crypto)?.entry).toBeUndefined();
  });

  it.each([[null], ['text'], [7], [[]], [freezeWhole({ ...copy(), more: 1 })]])('refuses %j, each time', (value) => {
    for (let i = 0; i < 2; i++) expect(readReceipt(value, crypto)).toBeUndefined();
  });

  it('keeps no verdict: the same receipt is judged anew with every master, list, anchor and moment', () => {
    const value = freezeWhole(copy());
    const judged = (change: Parameters<World['evidence']>[0] = {}) => {
      const evidence = w.evidence({ receipt: { value, brought: true }, anchors: { anchors, asOf }, ...change });
      return verify(evidence, standard, at, crypto).checks.find(({ check }) => check === 'attestation')?.code;
    };
    const other = new World();
    expect([
      judged(),
      judged({ credential: other.issued.credential }),
      judged({ anchors: { anchors: [], asOf } }),
      judged({ trust: { unavailable: 'away' } }),
      judged(),
    ]).toEqual([
      'anchored',
      'receipt-of-another-licence',
      'previous-anchor-unconfirmed',
      'trust-list-unavailable',
      'anchored',
    ]);
  });
});
