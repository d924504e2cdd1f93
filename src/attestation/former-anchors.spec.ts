import { describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { FormerAnchors } from './former-anchors.js';

const row = (size: number, logId: string) => ({
  log_id: logId,
  tree_size: String(size),
  previous_size: '0',
  root: Buffer.alloc(32, size),
  tx_hash: '0x1',
  chain_id: '1',
  contract: '0xc',
  block_number: '5',
  block_time: new Date(0),
  note: '',
  statement: '',
});

function database(rows: ReturnType<typeof row>[]) {
  const asked: string[] = [];
  const state = { away: false, rows };
  const query = async ({ name, values }: { name: string; values?: [number[]] }) => {
    if (state.away) throw new Error('away');
    asked.push(name);
    if (name === 'former-anchor-some') return { rows: [{ some: state.rows.length > 0 }] };
    return { rows: state.rows.filter((one) => values![0].includes(Number(one.tree_size))) };
  };
  return { pool: { query } as unknown as Pool, asked, state };
}

describe(FormerAnchors.name, () => {
  it('asks once for each size, whatever log it is of, and answers from memory while the database is away', async () => {
    const { pool, asked, state } = database([row(3, 'a'), row(3, 'b'), row(7, 'a')]);
    const former = new FormerAnchors(pool, () => 0);
    expect((await former.find([3, 5])).map(({ logId, treeSize }) => [logId, treeSize])).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    state.away = true;
    expect(await former.find([3, 5])).toHaveLength(2);
    expect(asked).toEqual(['former-anchor-some', 'former-anchor-sizes']);
    await expect(former.find([7])).rejects.toThrow('away');
  });

  it('asks about no size while there is no former log, and finds one that begins later', async () => {
    const { pool, asked, state } = database([]);
    let now = 0;
    const former = new FormerAnchors(pool, () => now);
    for (const size of [1, 2, 3]) expect(await former.find([size])).toEqual([]);
    expect(asked).toEqual(['former-anchor-some']);
    state.rows = [row(9, 'a')];
    now = 60_000;
    await former.find([9]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await former.find([9])).toHaveLength(1);
  });

  it('keeps no more than it may', async () => {
    const { pool, asked } = database([row(1, 'a')]);
    const former = new FormerAnchors(pool, () => 0, 2);
    for (const size of [1, 2, 3, 1]) await former.find([size]);
    expect(asked.filter((name) => name === 'former-anchor-sizes')).toHaveLength(4);
  });
});
