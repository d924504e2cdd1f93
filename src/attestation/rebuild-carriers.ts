import type { PoolClient } from 'pg';
import { type CryptoPort, carrierEntry, formatDigest } from '../core/index.js';
import { rfc3339 } from '../platform/index.js';
import { type CarrierRow, readCarrierRows } from './rebuild.store.js';

const page = 500;

/** Names every kept carrier that is not what its entry and its licence say. Its bytes are sealed and not opened. */
export async function checkCarriers(
  client: PoolClient,
  crypto: CryptoPort,
  tell: (fault: string) => void,
): Promise<void> {
  let before: CarrierRow | undefined;
  for (;;) {
    const rows = await readCarrierRows(client, before, page);
    for (const row of rows) {
      const fault = carrierFault(row, crypto);
      if (fault !== undefined) tell(`carrier ${row.id}: ${fault}`);
    }
    before = rows[rows.length - 1];
    if (rows.length < page) return;
  }
}

function carrierFault({ statement, salt, entry, ...row }: CarrierRow, crypto: CryptoPort): string | undefined {
  if (salt.length !== 32 || !entry.equals(carrierEntry(statement, salt, crypto))) {
    return 'its entry is not the one of its statement and salt';
  }
  const { kind, digest, made_at: madeAt } = row;
  const same = statement.carrier === kind && statement.digest === formatDigest(digest);
  if (!same || statement.time !== rfc3339(madeAt.getTime())) return 'its row tells another carrier than its statement';
  if (row.identifier === null || row.master_digest === null) return 'there is no such licence of its organisation';
  const ofLicence =
    statement.identifier === row.identifier && statement.masterDigest === formatDigest(row.master_digest);
  return ofLicence ? undefined : 'its statement names another licence or master';
}
