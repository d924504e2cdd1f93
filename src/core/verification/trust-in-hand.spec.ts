import { describe, expect, it } from '@jest/globals';
import type { TrustEvidence } from './evidence.js';
import { at, crypto, hour, iso, newSigner, World } from './testing/world.js';
import { takeTrust } from './trust-in-hand.js';

const w = new World();
const signed = { jws: w.trustJws(), root: w.root.jwk, asOf: iso(at) };
const read = { list: w.list, asOf: iso(at) };
const take = (evidence: TrustEvidence, when = at, now = when) =>
  takeTrust(evidence, { at: when, now, atText: iso(when) }, { trustMaxAge: 3600 }, crypto);
const why = (...asked: Parameters<typeof take>) => {
  const taken = take(...asked);
  return 'lacks' in taken ? `${taken.lacks}: ${taken.detail}` : undefined;
};

describe(takeTrust.name, () => {
  it('takes a signed list, and one that was read before, as old as the policy allows', () => {
    expect(take(signed)).toEqual(read);
    expect(take(read)).toEqual(read);
    expect(take(read, at + hour)).toEqual(read);
    expect(take(read, at - hour, at)).toEqual(read);
  });

  it('tells what it lacks, and as of when', () => {
    expect(take({ unavailable: 'no network', asOf: iso(at - hour) })).toEqual({
      lacks: 'trust-list-unavailable',
      detail: 'no network',
      asOf: iso(at - hour),
    });
    expect(take({ unavailable: 'no network' })).toMatchObject({ asOf: iso(at) });
    expect(take({ ...signed, seenNumber: 9, asOf: iso(at - hour) })).toMatchObject({ asOf: iso(at - hour) });
  });

  it.each<[TrustEvidence, number, string]>([
    [read, at + hour + 1, `trust-list-too-old: of ${iso(at)}`],
    [{ ...read, asOf: 'lately' }, at, 'trust-list-too-old: its age is not known'],
    [{ ...signed, root: newSigner().jwk }, at, 'trust-list-invalid: trust-list-signature'],
    [read, Date.parse(w.list.expiresAt), `trust-list-expired: trust-list-expired: expired at ${w.list.expiresAt}`],
    [read, 0, `trust-list-invalid: trust-list-not-yet-issued: issued at ${w.list.issuedAt}`],
  ])('says why a list is not used: %#', (evidence, when, said) => {
    expect(why(evidence, when)).toBe(said);
  });

  it('judges its period by when the evidence was got, also for a moment in the past', () => {
    const expired = Date.parse(w.list.expiresAt);
    expect(why(read, at, expired - 1)).toBeUndefined();
    expect(why(read, at, expired)).toMatch(/^trust-list-expired/);
    expect(why(signed, at, expired)).toMatch(/^trust-list-expired/);
  });
});
