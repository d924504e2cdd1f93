import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  contentDigest,
  formatDigest,
  type LicenceState,
  parseStatusContent,
  type RecordVersion,
  type StatusContent,
  statusBetween,
  statusOf,
  versionEntry,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { request } from '../registry/testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../registry/testing/registry-world.js';
import { publishStatusLists } from './publish-status-lists.js';

let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

const press = (clock = () => Date.now()) =>
  publishStatusLists({
    pool: world.pools.worker,
    key: world.keystore.ec('status'),
    identity: settings.identity,
    ttlSeconds: 3_600,
    clock,
  });

interface Kept {
  version: RecordVersion;
  content: string;
  salt: Buffer;
  entry: Buffer;
  journal: string | null;
}

async function versions(): Promise<Kept[]> {
  const { rows } = await world.pools.owner.query<Kept>(
    `select v.version, v.content, v.salt, v.entry, j.kind as journal from record_version v
     left join journal j on j.id = v.id and j.entry = v.entry where v.kind = 'status-list' order by v.number`,
  );
  return rows;
}
const read = (content: string): StatusContent => {
  const parsed = parseStatusContent(content, nodeCrypto);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
};

async function issueSome(count: number): Promise<{ id: string; index: number }[]> {
  for (let n = 0; n < count; n++) {
    const key = `issue-${n}-${randomInt(1e9)}`;
    const outcome = await world.issuing.issue({
      caller: world.callers[0]!,
      idempotencyKey: key,
      body: request(n + 100),
    });
    if (!outcome.ok) throw new Error(outcome.code);
  }
  const { rows } = await world.pools.owner.query('select id, status_index as index from licence');
  return rows;
}

/** A change that stays uncommitted for a while, with the time at which it was made: as a busy registry has them. */
async function change(id: string, state: LicenceState, heldMs: number): Promise<{ made: number; committed: number }> {
  const client = await world.pools.owner.connect();
  try {
    await client.query('begin');
    const made = Date.now();
    await client.query('update licence set state = $2, state_changed_at = $3 where id = $1', [
      id,
      state,
      new Date(made),
    ]);
    await sleep(heldMs);
    await client.query('commit');
    return { made, committed: Date.now() };
  } finally {
    client.release();
  }
}

describe('versions of a status list', () => {
  it('hold every change once and agree with the licences, whatever commits while they are made', async () => {
    const seed = randomInt(1e9);
    const licences = await issueSome(6);
    const acknowledged = new Map<number, { made: number; committed: number; state: LicenceState }[]>();
    let changing = true;
    const changers = licences.map(async ({ id, index }, n) => {
      for (let round = 0; round < 12; round++) {
        const state: LicenceState = (round + n) % 2 ? 'active' : 'suspended';
        const done = await change(id, state, (seed + 31 * n + 17 * round) % 40);
        acknowledged.set(index, [...(acknowledged.get(index) ?? []), { ...done, state }]);
        await sleep((seed + 13 * n + 7 * round) % 25);
      }
    });
    const presses = [0, 1].map(async () => {
      while (changing) {
        await press();
        await sleep(5);
      }
    });
    await Promise.all(changers);
    changing = false;
    await Promise.all(presses);
    await press();

    const kept = await versions();
    expect(kept.length).toBeGreaterThan(5);
    const contents = kept.map(({ content }) => read(content));
    kept.forEach(({ version, content, salt, entry, journal }, i) => {
      const before = kept[i - 1];
      expect(version).toMatchObject({ kind: 'status-list', name: '0', number: i + 1 });
      expect(version.previous).toBe(before ? formatDigest(before.entry) : null);
      expect(version.contentDigest).toBe(contentDigest(content, nodeCrypto));
      expect(formatDigest(versionEntry(version, salt, nodeCrypto))).toBe(formatDigest(entry));
      expect(journal).toBe('version');
      const [from, until] = [Date.parse(before?.version.time ?? version.time), Date.parse(version.time)];
      expect(until).toBeGreaterThan(before ? from : 0);
      for (const { time } of contents[i]!.changes) expect(time >= from && time <= until).toBe(true);
    });

    const { rows: waiting } = await world.pools.owner.query(
      'select count(*)::int as n from status_change where version is null',
    );
    expect(waiting[0].n).toBe(0);
    const { rows: taken } = await world.pools.owner.query(
      'select version, array_agg(array[status_index::text, state] order by id) as changes from status_change group by version',
    );
    const told = new Map(contents.map(({ changes }, i) => [i + 1, changes.map(({ index, value }) => [index, value])]));
    for (const { version, changes } of taken) {
      if (version === 1) continue;
      const expected = changes.map(([index, state]: [string, LicenceState]) => [Number(index), statusOf(state)]);
      expect([version, told.get(version)]).toEqual([version, expected]);
    }

    // A replay of what was acknowledged: before the act the old value, from the commit's version on the new one.
    const times = kept.map(({ version }) => Date.parse(version.time));
    const valueAt = (index: number, at: number) => {
      const n = times.filter((time) => time <= at).length - 1;
      return n < 0 ? undefined : statusBetween(contents[n]!, contents[n + 1], index, at);
    };
    for (const [index, done] of acknowledged) {
      done.forEach(({ made, committed, state }, i) => {
        const told = valueAt(index, committed);
        const next = done[i + 1]?.made ?? Number.POSITIVE_INFINITY;
        const at = Math.max(made, ...times.filter((time) => time <= committed));
        if (told !== undefined && committed < next) expect([seed, told]).toEqual([seed, statusOf(state)]);
        if (at < next && at >= times[0]!) expect([seed, valueAt(index, at)]).toEqual([seed, statusOf(state)]);
      });
      const { rows } = await world.pools.owner.query('select state from licence where status_index = $1', [index]);
      expect(valueAt(index, times.at(-1)!)).toBe(statusOf(rows[0].state));
    }
  }, 60_000);

  it('are not made without a change, and not made older by a clock that went back', async () => {
    const before = await versions();
    await press();
    expect(await versions()).toHaveLength(before.length);
    const { rows } = await world.pools.owner.query('select id from licence order by id limit 1');
    await change(rows[0].id, 'revoked', 0);
    await press(() => Date.now() - 3_600_000);
    const after = await versions();
    const [last, made] = [before.at(-1)!, after.at(-1)!];
    expect(after).toHaveLength(before.length + 1);
    expect(Date.parse(made.version.time) - Date.parse(last.version.time)).toBe(1);
    expect(read(made.content).changes.map(({ time }) => time)).toEqual([Date.parse(made.version.time)]);
  });

  it('begin with the values that are there, for a list that was there before versions were', async () => {
    const { owner } = world.pools;
    await owner.query("truncate status_change; delete from record_version where kind = 'status-list'");
    const { rows } = await owner.query('select id, status_index as index from licence order by id limit 2');
    await change(rows[1].id, 'suspended', 0);
    await press();
    const [first, ...rest] = await versions();
    expect(rest).toEqual([]);
    const { values, changes } = read(first!.content);
    expect(changes).toEqual([]);
    const of = (index: number) => statusBetween({ list: 0, values, changes }, undefined, index, 0);
    expect([of(rows[0].index), of(rows[1].index)]).toEqual([1, 2]);
  });
});
