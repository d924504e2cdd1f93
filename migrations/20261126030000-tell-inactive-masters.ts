import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which masters are not active, for the trust bundle: an offline code names its master and not its place on a status list. */
export class TellInactiveMasters20261126030000 implements MigrationInterface {
  name = 'TellInactiveMasters20261126030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(inactiveMasters);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function inactive_masters');
  }
}

const inactiveMasters = `
/* The first 12 bytes of the digests of masters that are not active and have not expired, in their order. */
create function inactive_masters(most int)
returns table (digest_start bytea, suspended boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select substring(l.master_digest for 12), l.state = 'suspended' from licence l
  where l.state <> 'active' and (l.valid_until is null or l.valid_until >= current_date - 2)
  order by 1 limit most
$$;
revoke all on function inactive_masters from public;
grant execute on function inactive_masters to elicence_worker;
`;
