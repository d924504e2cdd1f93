import type { Pool } from 'pg';
import type { HolderCaller } from '../access/index.js';
import { type AttestationState, type Clock, inTransaction, queryScoped, recordAudit } from '../platform/index.js';
import { verificationUrl } from './addresses.js';
import type { LicenceSummary } from './contents.js';
import { attestationOf, type LicenceOutline, openRowSummary, outlineOf } from './open-licence.js';
import { type LicenceRow, licenceColumns, licenceJoins, readLog } from './read-licence.store.js';

/** A licence of a holder, unopened. */
export interface HeldLicence extends LicenceOutline {
  licenceId: string;
  /** The issuing authority. */
  organisationId: string;
}

/** A licence in the list of its holder. */
export interface ListedLicence extends HeldLicence, Pick<LicenceSummary, 'holders' | 'licenceNumber'> {
  attestation: AttestationState;
  /** What the licence's QR holds. */
  verificationUrl: string;
}

/** Licences by their holder: found by the blind index, read in the holder's own scope. */
export class HeldLicences {
  constructor(
    private readonly pool: Pool,
    private readonly wrapping: Buffer,
    private readonly baseUrl: string,
    private readonly clock: Clock,
  ) {}

  /** Newest first, after the licence `after`; the listing has its audit row. Erased licences are left out. */
  list(caller: HolderCaller, after: string | null, limit: number): Promise<ListedLicence[]> {
    return inTransaction(this.pool, { holders: [caller.holderKeyHex] }, async (client) => {
      const { rows } = await client.query<LicenceRow>({
        name: 'registry-held-licences',
        text: `select ${licenceColumns} from licence_holder h join licence l on l.id = h.licence_id ${licenceJoins}
          where h.holder_key = $1 and ($2::uuid is null or l.id < $2) and k.licence_id is not null
          order by l.id desc limit $3`,
        values: [caller.holderKey, after, limit],
      });
      const log = await readLog(client);
      await recordAudit(client, {
        holderKey: caller.holderKey,
        actor: `holder:${caller.citizenId}`,
        action: 'licence.held.list',
        result: 'read',
        at: new Date(this.clock()),
      });
      return rows.flatMap((row) => {
        const summary = openRowSummary(this.wrapping, row);
        if (!summary) return [];
        return {
          ...held(row),
          attestation: attestationOf(row, log),
          holders: summary.holders,
          licenceNumber: summary.licenceNumber,
          verificationUrl: verificationUrl(this.baseUrl, row.identifier, summary.verificationCode),
        };
      });
    });
  }

  /** Those of the named licences that this holder holds, in no order; nothing is opened. */
  async byIdentifiers(holderKeyHex: string, identifiers: readonly string[]): Promise<HeldLicence[]> {
    const rows = await queryScoped<LicenceRow>(
      this.pool,
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
    return rows.map(held);
  }
}

const held = (row: LicenceRow): HeldLicence => ({
  ...outlineOf(row),
  licenceId: row.id,
  organisationId: row.organisation_id,
});
