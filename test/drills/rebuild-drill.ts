import { createHash } from 'node:crypto';
import type pg from 'pg';
import { loadLedger } from '../../src/attestation/index.js';
import { newLogKey } from '../../src/attestation/testing/ledger.fixture.js';
import { rebuildDatabase } from '../../src/entry/cli/rebuild.js';
import { createLog, nodeCrypto } from '../../src/platform/index.js';
import type { StateCommand } from '../../src/registry/index.js';
import { request } from '../../src/registry/testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from '../../src/registry/testing/registry-world.js';
import { corruptions, type Planted } from './rebuild-corruptions.js';

export interface RebuildDrill {
  licences: number;
  say(line: string): void;
}

/**
 * Issues licences through the verb itself, changes some, erases some, logs all; rebuilds and expects equal digests; then
 * corrupts rows one way after another and expects each to be named, and what can be healed to be healed.
 */
export async function rebuildDrill({
  licences,
  say,
}: RebuildDrill): Promise<{ violations: string[]; summary: string }> {
  const world = await createRegistryWorld();
  const violations: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) violations.push(what);
  };
  try {
    const key = newLogKey();
    const { AttestationWorker } = await loadLedger();
    const log = createLog('silent', 'drill');
    const worker = new AttestationWorker({ pool: world.pools.worker, key, crypto: nodeCrypto, clock: Date.now, log });
    const [issued, seconds] = await timed(() => fill(world, licences, () => worker.tickLog()));
    await worker.tickLog();
    say(
      `${licences} licences and ${issued.changes} changes of state made and logged in ${seconds} s; ${issued.erased} erased`,
    );

    const rebuild = (write: boolean) =>
      rebuildDatabase(world.database.url('owner'), { press: world.press, key }, write);
    const [clean, took] = await timed(() => rebuild(false));
    say(clean.said);
    must(clean.exitCode === 0, `a sound database is said to differ:\n${clean.said}`);
    must(clean.said.includes(`${licences} licences`), 'not every licence was replayed');
    must(!/欧阳|餐饮/.test(clean.said), 'the report names a person');

    const planted = await plantAll(world.pools.owner);
    const seen = await rebuild(false);
    must(seen.exitCode === 1, 'a corrupted database is said to be equal');
    for (const { what, names } of planted) {
      must(
        names.every((name) => seen.said.includes(name)),
        `${what} is not named (${names.join(', ')})`,
      );
    }
    const healed = await rebuild(true);
    const after = await rebuild(false);
    for (const { what, names, heals } of planted) {
      const named = names.every((name) => after.said.includes(name));
      must(
        named !== heals,
        heals ? `${what} was not put right` : `${what} is no longer named, and nothing can heal it`,
      );
    }
    must(healed.exitCode === 1 && after.exitCode === 1, 'what nothing heals is said to be equal');
    if (violations.length > 0) say(`${seen.said}\n\n${healed.said}\n\n${after.said}`);
    const rate = Math.round(licences / Number(took));
    return {
      violations,
      summary: `rebuild drill: ${licences} licences rebuilt and compared in ${took} s (${rate}/s), digests equal; ${planted.length} corruptions, ${violations.length} violations`,
    };
  } finally {
    await world.close();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, string]> {
  const begun = performance.now();
  const done = await work();
  return [done, ((performance.now() - begun) / 1000).toFixed(1)];
}

const changes: StateCommand[][] = [['suspend'], ['suspend', 'resume'], ['revoke'], ['suspend', 'cancel']];

async function fill(world: RegistryWorld, licences: number, logNow: () => Promise<unknown>) {
  const callers = world.callers.slice(0, 3);
  const done = { changes: 0, erased: 0 };
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < licences; n = next++) {
      const caller = callers[n % callers.length]!;
      const numbered = n % 2 === 0 ? { licenceNumber: `No. ${n}` } : {};
      const from = n % 3 === 0 ? { validFrom: '2027-01-31' } : {};
      const answer = await world.issuing.issue({
        caller,
        idempotencyKey: `issue-${n}`,
        body: request(n, { ...numbered, ...from }),
      });
      if (!answer.ok) throw new Error(`issue: ${answer.code}`);
      const { identifier } = answer.value;
      world.now.ms += 1;
      if (n % 10 === 1) {
        for (const command of changes[Math.floor(n / 10) % changes.length]!) {
          const body = { reasonCode: 'other', reason: 'drill' };
          const key = `${command}-${n}`;
          const changed = await world.changing.change({ caller, idempotencyKey: key, identifier, command, body });
          if (!changed.ok) throw new Error(`${command}: ${changed.code}`);
          done.changes++;
        }
      }
      if (n % 5_000 === 4_999) await logNow();
    }
  };
  await Promise.all(Array.from({ length: 200 }, lane));
  done.erased = await erase(world.pools.owner);
  return done;
}

/** As an erasure leaves it: the wrapped key and the holders' index are gone. One in a hundred. */
async function erase(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ id: string }>(
    'delete from licence_key where licence_id in (select id from (select id, row_number() over (order by id) as n from licence) l where n % 100 = 50) returning licence_id as id',
  );
  await owner.query('delete from licence_holder where licence_id = any($1)', [rows.map(({ id }) => id)]);
  return rows.length;
}

/** Each corruption strikes a licence of its own: spread over the whole table, by a draw that is the same every time. */
async function plantAll(owner: pg.Pool): Promise<Planted[]> {
  const { rows } = await owner.query<{ id: string }>(
    'select l.id from licence l join licence_key k on k.licence_id = l.id order by l.id',
  );
  const planted: Planted[] = [];
  const step = Math.floor(rows.length / (corruptions.length + 1));
  for (const [at, corrupt] of corruptions.entries()) {
    const offset = createHash('sha256').update(String(at)).digest().readUInt16BE() % step;
    planted.push(await corrupt(owner, rows[at * step + offset]!.id));
  }
  return planted;
}
