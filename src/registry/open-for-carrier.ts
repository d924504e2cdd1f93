import type { PoolClient } from 'pg';
import type { Caller } from '../access/index.js';
import { openKey } from './contents.js';
import { isIdentifier } from './is-identifier.js';
import { readContents, readHeldOutline, readOwnOutline } from './open-for-carrier.store.js';
import { type LicenceOutline, type OpenedContents, openContents, outlineOf } from './open-licence.js';

/** A licence whose carriers are asked for. */
export interface CarriedLicence extends LicenceOutline {
  licenceId: string;
  /** The issuing authority. */
  organisationId: string;
  /** The licence's data key: what is sealed under it goes when the licence is erased. */
  key: Buffer;
}

/** Opens a licence for its carriers: to the issuing authority's client, or to its holder. */
export class OpenForCarrier {
  constructor(private readonly wrapping: Buffer) {}

  /**
   * In the caller's transaction and scope. Undefined for what is foreign, missing, malformed or erased, alike. Nothing is
   * opened yet; the audit row is the caller's to write.
   */
  async find(client: PoolClient, caller: Caller, identifier: string): Promise<CarriedLicence | undefined> {
    if (!isIdentifier(identifier)) return undefined;
    const row =
      caller.kind === 'client'
        ? await readOwnOutline(client, caller.organisationId, identifier)
        : await readHeldOutline(client, caller.holderKey, identifier);
    if (!row?.wrapped_key) return undefined;
    const key = openKey(this.wrapping, row.id, row.wrapped_key);
    return { ...outlineOf(row), licenceId: row.id, organisationId: row.organisation_id, key };
  }

  /** All contents of a licence that was found, in the same transaction; undefined when they were erased since. */
  async contents(client: PoolClient, licenceId: string): Promise<OpenedContents | undefined> {
    const row = await readContents(client, licenceId);
    return row && openContents(this.wrapping, row);
  }
}
