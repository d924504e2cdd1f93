import type { Pool } from 'pg';

/** The sealed master that a carrier names. */
export interface NamedMaster {
  licenceId: string;
  sealed: { wrappedKey: Buffer; credential: Buffer };
}

/**
 * Asks in the role *public* what the registry keeps of a carrier. Only after a listed key was found to have signed it: a
 * made-up identifier must cost nobody a question.
 */
export class CarrierRecords {
  constructor(private readonly pool: Pool) {}

  /** Whether the registry made these very bytes (SHA-256, 32 bytes) for this licence. */
  async isOnRecord(identifier: string, digest: Uint8Array): Promise<boolean> {
    const { rows } = await this.pool.query<{ known: boolean }>({
      name: 'verification-carrier-on-record',
      text: 'select carrier_on_record($1, $2) as known',
      values: [identifier, Buffer.from(digest)],
    });
    return rows[0]?.known === true;
  }

  /** The master of this digest (32 bytes); undefined when the registry holds none, or its contents are erased. */
  async master(identifier: string, masterDigest: Uint8Array): Promise<NamedMaster | undefined> {
    const { rows } = await this.pool.query<{ licence_id: string; wrapped_key: Buffer; sealed_credential: Buffer }>({
      name: 'verification-master-by-digest',
      text: 'select * from master_by_digest($1, $2)',
      values: [identifier, Buffer.from(masterDigest)],
    });
    const [row] = rows;
    return (
      row && {
        licenceId: row.licence_id,
        sealed: { wrappedKey: row.wrapped_key, credential: row.sealed_credential },
      }
    );
  }
}
