import type { ClientBase } from 'pg';

/** Who may sign what, as rows; `until` is the first day after the right. Needs *owner*'s connection. */
export interface WhoMaySign {
  authorities: { id: string; credit_code: string; name_zh: string; name_en: string }[];
  rights: { organisation_id: string; type_code: string; from: string; until: string | null }[];
  types: { code: string; name_zh: string; name_en: string; versions: number[] }[];
}

export async function readWhoMaySign(client: ClientBase): Promise<WhoMaySign> {
  const authorities = await client.query<WhoMaySign['authorities'][number]>(
    "select id, credit_code, name_zh, name_en from organisation where kind = 'authority' order by credit_code",
  );
  const rights = await client.query<WhoMaySign['rights'][number]>(
    `select organisation_id, type_code, to_char(valid_from, 'YYYY-MM-DD') as from, to_char(valid_until + 1, 'YYYY-MM-DD') as until
     from right_to_issue order by type_code, valid_from`,
  );
  const types = await client.query<WhoMaySign['types'][number]>(
    `select t.code, t.name_zh, t.name_en, array_agg(v.version order by v.version) as versions
     from licence_type t join licence_type_version v on v.type_code = t.code group by t.code order by t.code`,
  );
  return { authorities: authorities.rows, rights: rights.rows, types: types.rows };
}

/** The newest list as it was signed. */
export async function readNewestTrustList(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ jws: string }>('select jws from trust_list order by number desc limit 1');
  return rows[0]?.jws;
}

/** Stores what `make` answers, in one transaction in which nobody else publishes a list. */
export async function storeNextTrustList(
  client: ClientBase,
  make: () => Promise<{ number: number; jws: string }>,
): Promise<number> {
  await client.query('begin');
  await client.query('lock table trust_list in exclusive mode');
  const { number, jws } = await make();
  await client.query('insert into trust_list (number, jws) values ($1, $2)', [number, jws]);
  await client.query('commit');
  return number;
}
