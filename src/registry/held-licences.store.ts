import type { Pool, PoolClient } from 'pg';
import { queryScoped } from '../platform/index.js';
import { type LicenceRow, licenceColumns, licenceJoins } from './read-licence.store.js';

/** Licences of a holder in the caller's scope, newest first, after the licence `after`; erased ones are left out. */
export async function readHeldLicences(
  client: PoolClient,
  holderKey: Buffer,
  page: { after: string | null; limit: number },
): Promise<LicenceRow[]> {
  const { rows } = await client.query<LicenceRow>({
    name: 'registry-held-licences',
    text: `select ${licenceColumns} from licence_holder h join licence l on l.id = h.licence_id ${licenceJoins}
      where h.holder_key = $1 and ($2::uuid is null or l.id < $2) and k.licence_id is not null
      order by l.id desc limit $3`,
    values: [holderKey, page.after, page.limit],
  });
  return rows;
}

/** Those of the named licences that the holder holds, without their sealed contents, in no order. */
export const readHeldByIdentifiers = (
  pool: Pool,
  holderKeyHex: string,
  identifiers: readonly string[],
): Promise<LicenceRow[]> =>
  queryScoped<LicenceRow>(
    pool,
    { holders: [holderKeyHex] },
    {
      name: 'registry-held-by-identifiers',
      text: `select l.id, l.organisation_id, l.identifier, l.type_code, l.type_version, l.state, l.state_changed_at, l.issued_at,
          l.valid_from::text, l.valid_until::text, l.superseded_by, l.supersedes, l.master_digest
        from licence l join licence_holder h on h.licence_id = l.id and h.holder_key = $2
        where l.identifier = any($1::text[])`,
    },
    [identifiers, Buffer.from(holderKeyHex, 'hex')],
  );
