import type { PoolClient } from 'pg';

/** Who asks, for which operation, with which body; keys are per client and person. */
export interface Claim {
  actor: string;
  key: string;
  organisationId?: string;
  holderKey?: Buffer;
  operation: string;
  bodyDigest: Buffer;
  /** The row that the operation makes, when this claim is the first. */
  resultId: string;
  at: Date;
}

export type Claimed = { outcome: 'first' } | { outcome: 'repeat'; resultId: string } | { outcome: 'conflict' };

/**
 * Claims an idempotency key inside the caller's transaction. A twin that runs at the same time waits here until the first
 * one commits, then reads it as a repeat.
 */
export async function claimIdempotencyKey(client: PoolClient, claim: Claim): Promise<Claimed> {
  const inserted = await client.query({
    name: 'idempotency-claim',
    text: `insert into idempotency (actor, key, organisation_id, holder_key, operation, body_digest, result_id, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    values: [
      claim.actor,
      claim.key,
      claim.organisationId ?? null,
      claim.holderKey ?? null,
      claim.operation,
      claim.bodyDigest,
      claim.resultId,
      claim.at,
    ],
  });
  if (inserted.rowCount === 1) return { outcome: 'first' };
  const { rows } = await client.query<{ operation: string; body_digest: Buffer; result_id: string }>({
    name: 'idempotency-read',
    text: 'select operation, body_digest, result_id from idempotency where actor = $1 and key = $2',
    values: [claim.actor, claim.key],
  });
  const row = rows[0];
  const same = row?.operation === claim.operation && row.body_digest.equals(claim.bodyDigest);
  return same ? { outcome: 'repeat', resultId: row.result_id } : { outcome: 'conflict' };
}
