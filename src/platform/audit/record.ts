import type { PoolClient } from 'pg';
import { uuidv7 } from '../ids.js';

/** One act. Names of fields and references only: no value, no number in any form. */
export interface AuditEntry {
  organisationId?: string;
  holderKey?: Buffer;
  actor: string;
  action: string;
  objectId?: string;
  purpose?: string;
  fields?: readonly string[];
  result: string;
  at: Date;
}

/** Writes the row in the caller's transaction: what is not on record does not happen. */
export async function recordAudit(client: PoolClient, entry: AuditEntry): Promise<void> {
  await client.query({
    name: 'audit-record',
    text: `insert into audit (id, organisation_id, holder_key, actor, action, object_id, purpose, fields, result, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      uuidv7(entry.at.getTime()),
      entry.organisationId ?? null,
      entry.holderKey ?? null,
      entry.actor,
      entry.action,
      entry.objectId ?? null,
      entry.purpose ?? null,
      entry.fields ?? null,
      entry.result,
      entry.at,
    ],
  });
}
