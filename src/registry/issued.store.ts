import type { Pool } from 'pg';
import type { LicenceEvent } from '../core/index.js';
import { queryScoped, uuidv7 } from '../platform/index.js';
import { openKey, openMaster, openSummary } from './contents.js';
import type { StoredPromise } from './inclusion-promise.js';
import { issuedAnswer } from './issued-answer.js';
import type { IssueClaim, IssuedLicence } from './new-licence.js';
import type { PortraitTypes } from './portrait-types.js';

interface IssuedRow {
  identifier: string;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: StoredPromise;
  wrapped_key: Buffer;
  sealed_credential: Buffer;
  sealed_summary: Buffer;
}

/** Reads what an issue answered, with its audit row in the same transaction. */
export class IssuedStore {
  constructor(
    private readonly pool: Pool,
    private readonly wrapping: Buffer,
    private readonly baseUrl: string,
    private readonly hasPortrait: PortraitTypes,
  ) {}

  /** Undefined when the contents are gone: an erased licence has no answer left. */
  async read(claim: IssueClaim, licenceId: string, now: number): Promise<IssuedLicence | undefined> {
    const [row] = await queryScoped<IssuedRow>(
      this.pool,
      { organisations: [claim.organisationId] },
      {
        name: 'registry-issued',
        text: `with audited as (
            insert into audit (id, organisation_id, actor, action, object_id, result, at)
            values ($3, $2, $4, 'licence.issue', $1, 'repeated', $5))
          select l.identifier, e.event, e.salt, e.entry, e.promise, k.wrapped_key, c.sealed_credential,
            c.sealed_summary
          from licence l join licence_event e on e.id = l.master_event_id join licence_key k on k.licence_id = l.id
            join licence_content c on c.licence_id = l.id
          where l.id = $1 and l.organisation_id = $2`,
      },
      [licenceId, claim.organisationId, uuidv7(now), claim.actor, new Date(now)],
    );
    if (!row) return undefined;
    const key = openKey(this.wrapping, licenceId, row.wrapped_key);
    const credential = openMaster(key, licenceId, row.sealed_credential);
    const { verificationCode } = openSummary(key, licenceId, row.sealed_summary);
    const hasPortrait = this.hasPortrait(row.event.typeCode, row.event.typeVersion);
    return issuedAnswer(this.baseUrl, row.identifier, { credential, verificationCode, hasPortrait }, row);
  }
}
