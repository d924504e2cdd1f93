import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientBase, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { createLog } from '../log.js';
import { openDatabase } from './database.js';
import { DatabaseWatch } from './database-watch.js';

const log = createLog('silent', 'test');
const at = Date.parse('2026-12-01T00:00:00Z');
const second = 1_000;

/** A server, our clocks, and a process that watches it. */
function stage() {
  const server = { ahead: 0, size: 0, standby: false, behind: false, away: false };
  const ours = { wall: at, monotonic: 50 };
  const watch = new DatabaseWatch(
    () => ours.wall,
    () => ours.monotonic,
    log,
  );
  const client = {
    query: async () => {
      if (server.away) throw new Error('away');
      const told = new Date(at + (ours.monotonic - 50) + server.ahead);
      return { rows: [{ told, standby: server.standby, tree_size: String(server.size), behind: server.behind }] };
    },
  } as unknown as ClientBase & Pool;
  const pass = (ms: number) => {
    ours.wall += ms;
    ours.monotonic += ms;
  };
  return { server, ours, watch: watch.over(client), client, pass };
}

describe(DatabaseWatch.name, () => {
  it('believes a server that goes forward, and none that is behind what it saw or only follows', async () => {
    const { server, watch, client } = stage();
    server.size = 7;
    await watch.admit(client);
    server.size = 9;
    await watch.refresh();
    server.size = 8;
    await expect(watch.admit(client)).rejects.toThrow('older log');
    Object.assign(server, { size: 9, standby: true });
    await expect(watch.admit(client)).rejects.toThrow('standby');
    server.standby = false;
    await watch.admit(client);
  });

  it('knows that the database is behind the chain for as long as the worker says so', async () => {
    const { server, watch, client } = stage();
    server.behind = true;
    await watch.admit(client);
    expect(watch.isBehindChain()).toBe(true);
    server.behind = false;
    await watch.refresh();
    expect(watch.isBehindChain()).toBe(false);
  });

  it('has no doubt while the clocks go together, also while the database is away', async () => {
    const { server, watch, client, pass } = stage();
    server.ahead = 9 * second;
    await watch.admit(client);
    expect(watch.clockDoubt()).toBeUndefined();
    server.away = true;
    pass(3_600 * second);
    await watch.refresh();
    expect(watch.clockDoubt()).toBeUndefined();
    expect(watch.clockState()).toEqual({ ahead: 9 * second, ageMs: 3_600 * second });
  });

  it.each([120, -120, 86_400, -86_400])('doubts a clock that is %d seconds off from the start', async (off) => {
    const { server, watch, client } = stage();
    server.ahead = off * second;
    await watch.admit(client);
    expect(watch.clockDoubt()).toBe(off * second);
  });

  it('notices a jump of the wall clock at once, before the database is asked again, and takes it when the database agrees', async () => {
    const { server, ours, watch, client } = stage();
    await watch.admit(client);
    ours.wall -= 86_400 * second;
    expect(watch.clockDoubt()).toBe(86_400 * second);
    server.ahead -= 86_400 * second;
    await watch.refresh();
    expect(watch.clockDoubt()).toBeUndefined();
  });

  it('takes no time from an answer that took as long as clocks may differ', async () => {
    const { server, watch, client, pass } = stage();
    const query = client.query as unknown as () => Promise<unknown>;
    server.ahead = 3_600 * second;
    Object.assign(client, {
      query: async () => {
        const told = await query();
        pass(11 * second);
        return told;
      },
    });
    await watch.admit(client);
    expect(watch.clockState()).toEqual({ ahead: 0, ageMs: undefined });
  });
});

describe('a database that is watched', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(['service', 'public'] as const)('tells %s its clock and the size of its log', async (role) => {
    const watch = new DatabaseWatch(Date.now, () => performance.now(), log);
    const opened = await openDatabase({
      url: database.url(role),
      pool: 1,
      name: 'test',
      admit: (client) => watch.admit(client),
    });
    expect(watch.clockState().ageMs).toBeGreaterThanOrEqual(0);
    expect(watch.clockDoubt()).toBeUndefined();
    await opened.close();
  });

  it('has no connection of a server that is not believed', async () => {
    const doubt = new Error('not this one');
    const opening = openDatabase({
      url: database.url('public'),
      pool: 1,
      name: 'test',
      admit: () => Promise.reject(doubt),
    });
    await expect(opening).rejects.toThrow('not this one');
  });
});
