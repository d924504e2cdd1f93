import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { givingWay } from './give-way.js';

/** Keeps this process busy until it is told to stop, and counts its turns. */
function busy() {
  const state = { stopped: false, turns: 0 };
  const done = (async () => {
    while (!state.stopped) {
      for (const end = performance.now() + 4; performance.now() < end; );
      state.turns++;
      await setImmediate();
    }
  })();
  return { state, done };
}

describe(givingWay.name, () => {
  it('gives on what the work gives, or throws', async () => {
    await expect(givingWay(async () => 7)).resolves.toBe(7);
    await expect(givingWay(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('leaves a process that has others to serve to them for a while after the work', async () => {
    const others = busy();
    let atEnd = 0;
    await givingWay(async () => {
      await sleep(60);
      atEnd = others.state.turns;
    });
    const rested = others.state.turns - atEnd;
    others.state.stopped = true;
    await others.done;
    expect(rested).toBeGreaterThan(2);
  });
});
