import { describe, expect, it } from '@jest/globals';
import { nextTurn } from './next-turn.js';

describe(nextTurn.name, () => {
  it('is one for all who wait, and comes after what was ready', async () => {
    const order: string[] = [];
    const first = nextTurn().then(() => order.push('first'));
    setImmediate(() => order.push('later'));
    const second = nextTurn().then(() => order.push('second'));
    queueMicrotask(() => order.push('now'));
    await Promise.all([first, second]);
    expect(order).toEqual(['now', 'first', 'second']);
  });

  it('comes again', async () => {
    const one = nextTurn();
    expect(nextTurn()).toBe(one);
    await one;
    expect(nextTurn()).not.toBe(one);
    await nextTurn();
  });
});
