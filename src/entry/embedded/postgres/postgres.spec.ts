import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { isAlive, until } from '../process-state.js';
import { type EmbeddedPostgres, startPostgres } from './postgres.js';

const password = 'p w/@1';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let base: string;
  const running: EmbeddedPostgres[] = [];
  const start = async (folder: string) => {
    const server = await startPostgres({ folder: join(base, folder), password, elsewhere: base });
    running.push(server);
    return server;
  };

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'elicence-pg-spec-'));
    chmodSync(base, 0o755);
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it('makes a durable cluster that knows Chinese trigrams', async () => {
    const server = await start('kept');
    expect(server.fresh).toBe(true);
    await query(server.url, 'create extension pg_trgm');
    const [row] = await query(
      server.url,
      `select current_setting('data_checksums') checksums, current_setting('fsync') fsync,
       current_setting('synchronous_commit') commit, array_length(show_trgm('许可证'), 1) trigrams`,
    );
    expect(row).toEqual({ checksums: 'on', fsync: 'on', commit: 'on', trigrams: 4 });
  });

  it('keeps committed rows and its port over kill -9 of the server, under load', async () => {
    const server = await start('kept');
    expect(server.fresh).toBe(false);
    await query(server.url, 'create table t (n int primary key)');
    const client = new Client({ connectionString: server.url });
    client.on('error', () => {});
    await client.connect();
    let acknowledged = 0;
    const writing = (async () => {
      for (;;) {
        await client.query('insert into t values ($1)', [acknowledged + 1]);
        acknowledged += 1;
      }
    })().catch(() => {});
    await until(() => acknowledged > 20, 10_000);
    const victim = server.pid();
    process.kill(victim, 'SIGKILL');
    await until(() => !server.isAlive(), 5_000);
    expect(server.isAlive()).toBe(false);
    await server.restart();
    await writing;
    expect(server.pid()).not.toBe(victim);
    const [row] = await query(server.url, 'select count(*)::int n from t');
    expect(row?.n).toBeGreaterThanOrEqual(acknowledged);
    expect(Number(row?.n)).toBeLessThanOrEqual(acknowledged + 1);
  });

  it('waits for the children of a killed server, which still hold the data', async () => {
    const server = await start('kept');
    const client = new Client({ connectionString: server.url });
    client.on('error', () => {});
    await client.connect();
    // a backend that computes does not notice that its server is gone
    const busy = client.query('select count(*) from generate_series(1, 12000000)').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    process.kill(server.pid(), 'SIGKILL');
    await until(() => !server.isAlive(), 5_000);
    await server.restart();
    await busy;
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends while it recovers from a killed child, and starts again when such an end was asked for before', async () => {
    const server = await start('kept');
    const log = join(base, 'kept', 'server.log');
    const askedWhileRecovering = async () => {
      const client = new Client({ connectionString: server.url });
      client.on('error', () => {});
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const before = readFileSync(log, 'utf8').length;
      process.kill(rows[0]!.pid, 'SIGKILL');
      const logged = (words: string) => until(() => readFileSync(log, 'utf8').slice(before).includes(words), 5_000, 1);
      await logged('was interrupted');
      server.stopNow();
      await logged('received fast shutdown request');
    };
    await askedWhileRecovering();
    await server.restart();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await askedWhileRecovering();
    await server.stop();
    expect(server.isAlive()).toBe(false);
  });

  it('takes over a server that a killed process left', async () => {
    const first = await start('left');
    const second = await start('left');
    expect(second.reused).toBe(true);
    expect(second.pid()).toBe(first.pid());
    await second.stop();
    expect(isAlive(first.pid())).toBe(false);
  });

  it('says in one line what to do with broken data', async () => {
    const server = await start('broken');
    await server.stop();
    const control = join(base, 'broken', 'data', 'global', 'pg_control');
    const whole = readFileSync(control);
    writeFileSync(control, whole.subarray(0, 100));
    await expect(start('broken')).rejects.toMatchObject({ code: 'data-folder-broken' });
    rmSync(control);
    await expect(start('broken')).rejects.toThrow(
      /^[^\n]*restore it from a backup, or move the data folder away[^\n]*$/,
    );
  });

  it('finds another port when the last one is taken meanwhile', async () => {
    const server = await start('moved');
    await server.stop();
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(server.port, '127.0.0.1', resolve));
    const again = await start('moved');
    await new Promise((resolve) => thief.close(resolve));
    expect(again.port).not.toBe(server.port);
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('runs, for root too, from a folder that no other user may enter', async () => {
    mkdirSync(join(base, 'shut'), { mode: 0o700 });
    const server = await start('shut/postgres');
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    const again = await start('shut/postgres');
    expect(again.fresh).toBe(false);
  });
});
