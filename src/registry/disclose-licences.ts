import type { PoolClient } from 'pg';
import { type LicenceOutline, type OpenedContents, openContents, outlineOf } from './open-licence.js';
import { type LicenceRow, readNamedLicences } from './read-licence.store.js';
import type { ZonedDays } from './zoned-days.js';

/** A licence opened for a use. Its verification code is not given: it would open the licence again without a use. */
export interface OpenedLicence extends LicenceOutline, Omit<OpenedContents, 'verificationCode'> {
  licenceId: string;
  /** The issuing authority. */
  organisationId: string;
  /** Day of the registry's zone. */
  issuanceDate: string;
  /** First moment of validity and first moment after it, in seconds since 1970. */
  notBefore?: number;
  expires?: number;
}

/** Opens licences for a receiver. */
export class DiscloseLicences {
  constructor(
    private readonly wrapping: Buffer,
    private readonly days: ZonedDays,
  ) {}

  /**
   * Opens, in the caller's transaction, those of the named licences that it may see: row security shows the ones of a
   * presentation that this very transaction spent. Erased licences are left out. The use record is the caller's to write
   * in the same transaction.
   */
  async open(client: PoolClient, licenceIds: readonly string[]): Promise<OpenedLicence[]> {
    const rows = await readNamedLicences(client, licenceIds);
    return rows.flatMap((row) => this.opened(row) ?? []);
  }

  private opened(row: LicenceRow): OpenedLicence | undefined {
    const contents = openContents(this.wrapping, row);
    if (!contents) return undefined;
    const { verificationCode: _secret, ...open } = contents;
    const outline = outlineOf(row);
    return {
      ...outline,
      ...open,
      licenceId: row.id,
      organisationId: row.organisation_id,
      issuanceDate: this.days.dayOf(row.issued_at.getTime()),
      notBefore: outline.validFrom === undefined ? undefined : this.days.startOf(outline.validFrom) / 1000,
      expires: outline.validUntil === undefined ? undefined : this.days.endOf(outline.validUntil) / 1000,
    };
  }
}
