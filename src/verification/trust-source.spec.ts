import { describe, expect, it } from '@jest/globals';
import { at, crypto, iso, newSigner, World } from '../core/verification/testing/world.js';
import { createLog } from '../platform/index.js';
import { TrustSource } from './trust-source.js';

const w = new World();

function stage() {
  const store = { jws: w.trustJws({ number: 7 }) as string | undefined, away: false, asked: 0 };
  const ours = { wall: at, monotonic: 0 };
  const newestTrustList = async () => {
    store.asked++;
    if (store.away) throw new Error('away');
    return store.jws;
  };
  const clocks = { clock: () => ours.wall, monotonic: () => ours.monotonic };
  const source = new TrustSource({ newestTrustList }, w.root.jwk, crypto, clocks, createLog('silent', 'test'));
  const pass = (ms: number) => {
    ours.wall += ms;
    ours.monotonic += ms;
  };
  return { store, ours, source, pass };
}

describe(TrustSource.name, () => {
  it('keeps a list that can’t be renewed for a minute, and tells since when it holds it', async () => {
    const { store, source, pass } = stage();
    await source.refresh();
    store.away = true;
    pass(60_000);
    await source.refresh();
    expect(source.evidence()).toMatchObject({ list: { number: 7 }, asOf: iso(at) });
    pass(1);
    expect(source.evidence()).toEqual({ unavailable: expect.any(String), asOf: iso(at) });
    store.away = false;
    await source.refresh();
    expect(source.evidence()).toMatchObject({ list: { number: 7 }, asOf: iso(at + 60_001) });
  });

  it('counts no list younger when the wall clock is set back, or older when it is set forward', async () => {
    for (const jump of [-86_400_000, 86_400_000]) {
      const { store, ours, source, pass } = stage();
      await source.refresh();
      store.away = true;
      ours.wall += jump;
      pass(59_000);
      expect(source.evidence()).toMatchObject({ list: { number: 7 }, asOf: iso(at + jump) });
      pass(2_000);
      expect(source.isTooOld()).toBe(true);
    }
  });

  it.each<[string, string | undefined]>([
    ['an older one', w.trustJws({ number: 6 })],
    ['one of another root', w.trustJws({ number: 8 }, newSigner())],
    ['an expired one', w.trustJws({ number: 8, expiresAt: iso(at - 1) })],
    ['no list', 'nothing'],
    ['none', undefined],
  ])('takes not %s in the place of the one it holds, whose age grows', async (_what, jws) => {
    const { store, source, pass } = stage();
    await source.refresh();
    store.jws = jws;
    pass(30_000);
    await source.refresh();
    expect(source.evidence()).toMatchObject({ list: { number: 7 }, asOf: iso(at) });
    pass(31_000);
    await source.refresh();
    expect(source.evidence()).toHaveProperty('unavailable');
  });

  it('asks once at a time, however long an answer takes', async () => {
    const { store, source } = stage();
    await Promise.all([source.refresh(), source.refresh(), source.refresh()]);
    expect(store.asked).toBe(1);
  });
});
