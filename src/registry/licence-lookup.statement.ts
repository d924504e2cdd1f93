import type { LicenceEvent } from '../core/index.js';
import type { StoredPromise } from './inclusion-promise.js';

/** One matched question, by its ordinal. */
export interface LookupRow {
  ordinal: number;
  licence_id: string;
  organisation_id: string;
  type_code: string;
  type_version: number;
  /** Null when the licence's newest event does not lead there. */
  state: string | null;
  state_changed_at: Date;
  superseded_by: string | null;
  status_list: number;
  status_index: number;
  master_digest: Buffer;
  /** The event that made this version; null when it is not there. */
  event: LicenceEvent | null;
  salt: Buffer;
  promise: StoredPromise;
  leaf_index: string | null;
  wrapped_key: Buffer | null;
  /** Base64. */
  sealed_credential: string | null;
}

/** The public question of the role *public*: ordinals, identifiers, digests of codes, digests of masters. */
export const publicLicences = {
  name: 'registry-public-licences',
  text: 'select * from public_licences($1::int[], $2::text[], $3::bytea[], $4::bytea[])',
};
