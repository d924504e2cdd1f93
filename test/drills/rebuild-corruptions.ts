import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** One corruption of a database, with what the rebuilding must name of it. */
export interface Planted {
  what: string;
  names: string[];
  /** Whether sound sources are left to heal it from. */
  heals: boolean;
}

type Corrupt = (owner: pg.Pool, licenceId: string) => Promise<Planted>;

const change =
  (what: string, sql: string, columns: string): Corrupt =>
  async (owner, id) => {
    await touch(owner, sql, [id]);
    return { what, names: [`differs: ${id} (${columns})`], heals: true };
  };

/** A corruption that touches nothing would prove nothing. */
async function touch(owner: pg.Pool, sql: string, values: unknown[]): Promise<Record<string, string>> {
  const { rows, rowCount } = await owner.query(sql, values);
  if (!rowCount) throw new Error(`nothing was touched: ${sql}`);
  return (rows[0] as Record<string, string> | undefined) ?? {};
}

/** Every way in which a derived row or its source may be other than it was. */
export const corruptions: readonly Corrupt[] = [
  change(
    'a state that no event made',
    `update licence set state = case state when 'active' then 'revoked' else 'active' end where id = $1`,
    'state',
  ),
  change(
    'another time of the last change',
    `update licence set state_changed_at = now() where id = $1`,
    'state_changed_at',
  ),
  change('another day', `update licence set valid_until = '2099-12-31' where id = $1`, 'valid_until'),
  change('another verification code', `update licence set code_digest = sha256('x') where id = $1`, 'code_digest'),
  change('another master', `update licence set master_digest = sha256('y') where id = $1`, 'master_digest'),
  change('another chain', `update licence set latest_entry = sha256('z') where id = $1`, 'latest_entry'),
  change('a successor that there is not', `update licence set superseded_by = 'x' where id = $1`, 'superseded_by'),
  change('a place on another list', `update licence set status_list = 900 where id = $1`, 'status_list'),
  async (owner, id) => {
    await touch(owner, 'delete from licence where id = $1', [id]);
    return { what: 'a licence that is gone', names: [`missing: ${id}`], heals: true };
  },
  async (owner, id) => {
    await touch(owner, 'delete from licence_holder where licence_id = $1', [id]);
    return { what: 'a holder that is gone', names: [`missing: of licence ${id}`], heals: true };
  },
  async (owner, id) => {
    await touch(
      owner,
      'insert into licence_holder (holder_key, licence_id, organisation_id) select $2, id, organisation_id from licence where id = $1',
      [id, randomBytes(32)],
    );
    return { what: 'a holder of nobody’s making', names: [`surplus: of licence ${id}`], heals: true };
  },
  async (owner, id) => {
    const { event } = await touch(
      owner,
      `update licence_event set event = jsonb_set(event, '{time}', '"2020-01-01T00:00:00.000Z"') where licence_id = $1 returning id as event`,
      [id],
    );
    return { what: 'a re-dated event', names: [`event ${event}: its entry is not`], heals: false };
  },
  async (owner, id) => {
    const { event } = await touch(owner, 'delete from licence_event where licence_id = $1 returning id as event', [id]);
    return { what: 'an event that is gone', names: [`journal id ${event})`, `unexplained: ${id}`], heals: false };
  },
  async (owner, id) => {
    await touch(
      owner,
      `update licence_content set sealed_credential = sealed_credential || '\\x00'::bytea where licence_id = $1`,
      [id],
    );
    return {
      what: 'a sealed master that was altered',
      names: [`licence ${id}: its sealed contents do not open`],
      heals: false,
    };
  },
  async (owner) => {
    const forged = randomUUID();
    await touch(
      owner,
      `insert into licence select $1, organisation_id, identifier || 'X', type_code, type_version, null, 'active', 901, 1,
        master_digest, code_digest, valid_from, valid_until, issued_at, state_changed_at, master_event_id, latest_event_id,
        latest_entry, null, null from licence limit 1`,
      [forged],
    );
    return { what: 'a licence that nobody issued', names: [`licence ${forged}: no event begins`], heals: false };
  },
  async (owner) => {
    const { tile } = await touch(
      owner,
      `update log_tile set hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) where level = 0 and tile_index = 0
        returning level || '/' || tile_index || ' of width ' || width as tile`,
      [],
    );
    return { what: 'an altered tile', names: [`differs: ${tile} (hashes)`], heals: true };
  },
  async (owner) => {
    await touch(owner, `insert into log_tile values (3, 7, 12, '\\x00')`, []);
    return { what: 'a tile of no tree', names: ['surplus: 3/7 of width 12'], heals: true };
  },
  async (owner) => {
    const { size } = await touch(
      owner,
      `update log_checkpoint set root = sha256('other') where tree_size = (select max(tree_size) from log_checkpoint) returning tree_size as size`,
      [],
    );
    return { what: 'another root', names: [`differs: size ${size} (root)`], heals: true };
  },
  async (owner) => {
    const stray = randomUUID();
    await touch(owner, `insert into journal values ($1, 'licence', sha256('stray'), now(), now())`, [stray]);
    return { what: 'an entry of nothing', names: [`journal row ${stray}`], heals: false };
  },
];
