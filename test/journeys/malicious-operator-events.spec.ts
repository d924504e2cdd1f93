import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { eventEntry, formatDigest, type LicenceEvent } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { asOwner } from '../drills/audit.js';
import { type Gathered, gatherEvidence, toldByCore } from '../support/evidence.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { asOperator } from '../support/operator.js';
import { ask, eventually } from '../support/registry.js';
import { type SharedRegistry, sharedRegistry } from '../support/shared-registry.js';

interface Row {
  id: string;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  leaf: string;
}

let registry: SharedRegistry;
let licence: IssuedLicence;
let evidence: Gathered;
let licenceId: string;
/** Issued, suspended, resumed: each in the log. */
let rows: Row[];

const attempt = async (verb: string) => {
  const body = { reasonCode: 'other', reason: 'a journey' };
  const path = `/v1/licences/${licence.identifier}/${verb}`;
  expect((await ask(registry.demo.baseUrl, path, { token: licence.token, body })).status).toBe(200);
};

beforeAll(async () => {
  registry = await sharedRegistry();
  licence = await issueExample(registry.demo, 0);
  await attempt('suspend');
  await attempt('resume');
  evidence = await gatherEvidence(registry.demo, licence);
  await asOwner(registry.demo, async (client) => {
    ({ id: licenceId } = (
      await client.query('select id from licence where identifier = $1', [licence.identifier])
    ).rows[0]);
    rows = await logged(client);
  });
}, 240_000);

/** All three events with their leaves. */
const logged = (client: pg.Client): Promise<Row[]> =>
  eventually(async () => {
    const found = await client.query<Row>(
      `select e.id, e.event, e.salt, e.entry, f.leaf_index as leaf from licence_event e
       join log_leaf f on f.journal_id = e.id where e.licence_id = $1 order by e.id`,
      [licenceId],
    );
    return found.rows.length === 3 && found.rows;
  });

/** What the command that rebuilds says of this licence and its events, while they are as the operator made them. */
async function whileChanged(
  change: (client: pg.Client) => Promise<unknown>,
  look: (said: string) => Promise<void> | void,
): Promise<void> {
  await asOwner(registry.demo, async (client) => {
    await client.query('create table events_kept as select * from licence_event where licence_id = $1', [licenceId]);
    try {
      await change(client);
      const { code, said } = asOperator(registry, 'rebuild');
      expect(code).toBe(1);
      await look(said);
    } finally {
      await client.query('begin');
      await client.query('delete from licence_event where licence_id = $1', [licenceId]);
      await client.query('insert into licence_event select * from events_kept');
      await client.query('drop table events_kept');
      await client.query('commit');
    }
  });
}

/** Puts an event into the table that the registry's verbs never made, under its own id, shaped as any other row. */
async function invent(client: pg.Client, made: Partial<LicenceEvent>, id: string = randomUUID()): Promise<string> {
  const last = rows[2]!;
  const event = { ...last.event, command: 'revoke', previousEvent: formatDigest(last.entry), ...made } as LicenceEvent;
  const salt = randomBytes(32);
  await client.query(
    `insert into licence_event select $1, licence_id, organisation_id, client_id, $2, reason_code, sealed_note, $3, $4, $5,
      promise, $6 from licence_event where id = $7`,
    [id, event.command, event, salt, Buffer.from(eventEntry(event, salt, nodeCrypto)), event.time, last.id],
  );
  return id;
}

const receiptNow = async () => {
  const path = `/v1/licences/${licence.identifier}/receipt`;
  const { body } = await ask(registry.demo.baseUrl, path, { token: licence.token });
  return toldByCore({ ...evidence, receipt: { value: body, brought: true } }).attestation;
};
const heldBefore = () => toldByCore(evidence).attestation;

/** Exchanges columns of the first and the second event of the licence. */
const exchange = (client: pg.Client, columns: string) =>
  client.query(
    `update licence_event e set ${columns
      .split(',')
      .map((column) => `${column} = o.${column}`)
      .join(',')}
     from licence_event o where (e.id, o.id) in (($1::uuid, $2::uuid), ($2, $1))`,
    [rows[0]!.id, rows[1]!.id],
  );

describe('an event that an operator invents is told', () => {
  it('by the rebuilding, since no leaf is of it', async () => {
    let id = '';
    await whileChanged(
      async (client) => {
        id = await invent(client, {});
      },
      (said) => {
        expect(said).toContain(`event ${id}: it has no leaf in the log and does not wait for one`);
        expect(said).not.toContain(`event ${rows[2]!.id}:`);
      },
    );
  });

  it('by the rebuilding, as one too many after the same event', async () => {
    const { previousEvent } = rows[1]!.event;
    await whileChanged(
      (client) => invent(client, { previousEvent, command: 'revoke' }),
      (said) => expect(said).toContain(`licence ${licenceId}: two events follow ${previousEvent}`),
    );
  });

  it('by the rebuilding, when it takes the leaf of a record version for its own', async () => {
    let id = '';
    await whileChanged(
      async (client) => {
        const found = await client.query(
          `select f.journal_id as id from record_version r join log_leaf f on f.journal_id = r.id limit 1`,
        );
        id = await invent(client, {}, found.rows[0].id);
      },
      (said) => expect(said).toMatch(new RegExp(`event ${id}: leaf \\d+ of the log holds another entry`)),
    );
  });
});

describe('events of a licence whose order an operator changes are told', () => {
  it('by receipt and rebuilding: exchanged whole, each stands at the other’s leaf', async () => {
    await whileChanged(
      (client) => exchange(client, 'command,event,salt,entry,promise,created_at'),
      async (said) => {
        for (const { id, leaf } of rows.slice(0, 2))
          expect(said).toContain(`event ${id}: leaf ${leaf} of the log holds another entry`);
        expect(await receiptNow()).toBe('failed receipt-of-another-event');
        expect(heldBefore()).toBe('passed anchored');
      },
    );
  });

  it('by receipt and rebuilding: with their times exchanged, the entries are not theirs', async () => {
    const [first, second] = rows.map(({ event }) => event.time);
    await whileChanged(
      async (client) => {
        for (const [row, time] of [[rows[0], second] as const, [rows[1], first] as const])
          await client.query(
            `update licence_event set event = jsonb_set(event, '{time}', to_jsonb($2::text)), created_at = $2::timestamptz
             where id = $1`,
            [row!.id, time],
          );
      },
      async (said) => {
        for (const { id } of rows.slice(0, 2))
          expect(said).toContain(`event ${id}: its entry is not the one of its event and salt`);
        expect(await receiptNow()).toBe('failed receipt-entry-mismatch');
        expect(heldBefore()).toBe('passed anchored');
      },
    );
  });

  it('by the rebuilding: told in another order, entries and all, they have lost the one before them', async () => {
    await whileChanged(
      async (client) => {
        const event = { ...rows[2]!.event, previousEvent: rows[1]!.event.previousEvent };
        const entry = Buffer.from(eventEntry(event, rows[2]!.salt, nodeCrypto));
        await client.query('update licence_event set event = $2, entry = $3 where id = $1', [
          ...[rows[2]!.id, event, entry],
        ]);
      },
      (said) => {
        expect(said).toContain(`event ${rows[2]!.id}: leaf ${rows[2]!.leaf} of the log holds another entry`);
        expect(said).toContain(`licence ${licenceId}: two events follow ${rows[1]!.event.previousEvent}`);
      },
    );
  });
});
