import type { PoolClient } from 'pg';
import { type LicenceRow, licenceColumns, licenceJoins } from './read-licence.store.js';

/** A licence without its contents, as far as a carrier of it is told. */
export type OutlineRow = Omit<LicenceRow, `sealed_${string}` | 'leaf_index'>;

const outlineColumns = `l.id, l.organisation_id, l.identifier, l.type_code, l.type_version, l.state, l.state_changed_at,
  l.issued_at, l.valid_from::text, l.valid_until::text, l.superseded_by, l.supersedes, l.master_digest, k.wrapped_key`;

/** A licence of the organisation, in its scope. */
export async function readOwnOutline(
  client: PoolClient,
  organisationId: string,
  identifier: string,
): Promise<OutlineRow | undefined> {
  const { rows } = await client.query<OutlineRow>({
    name: 'registry-own-outline',
    text: `select ${outlineColumns} from licence l left join licence_key k on k.licence_id = l.id
      where l.identifier = $1 and l.organisation_id = $2`,
    values: [identifier, organisationId],
  });
  return rows[0];
}

/** A licence that the holder holds, in that holder's scope. */
export async function readHeldOutline(
  client: PoolClient,
  holderKey: Buffer,
  identifier: string,
): Promise<OutlineRow | undefined> {
  const { rows } = await client.query<OutlineRow>({
    name: 'registry-held-outline',
    text: `select ${outlineColumns} from licence l
        join licence_holder h on h.licence_id = l.id and h.holder_key = $2
        left join licence_key k on k.licence_id = l.id
      where l.identifier = $1`,
    values: [identifier, holderKey],
  });
  return rows[0];
}

/** The same licence with its contents. */
export async function readContents(client: PoolClient, licenceId: string): Promise<LicenceRow | undefined> {
  const { rows } = await client.query<LicenceRow>({
    name: 'registry-contents',
    text: `select ${licenceColumns} from licence l ${licenceJoins} where l.id = $1`,
    values: [licenceId],
  });
  return rows[0];
}
