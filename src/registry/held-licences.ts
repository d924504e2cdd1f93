import type { Pool } from 'pg';
import type { HolderCaller } from '../access/index.js';
import { type AttestationState, type Clock, inTransaction, recordAudit } from '../platform/index.js';
import { verificationUrl } from './addresses.js';
import type { LicenceSummary } from './contents.js';
import { readHeldByIdentifiers, readHeldLicences } from './held-licences.store.js';
import { isIdentifier } from './is-identifier.js';
import { attestationOf, type LicenceOutline, openRowSummary, outlineOf } from './open-licence.js';
import { type LicenceRow, readLog } from './read-licence.store.js';

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
      const rows = await readHeldLicences(client, caller.holderKey, { after, limit });
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
    const rows = await readHeldByIdentifiers(this.pool, holderKeyHex, identifiers.filter(isIdentifier));
    return rows.map(held);
  }
}

const held = (row: LicenceRow): HeldLicence => ({
  ...outlineOf(row),
  licenceId: row.id,
  organisationId: row.organisation_id,
});
