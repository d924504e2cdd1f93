import { type Digest, formatDigest, type Holder, type JsonObject, type LicenceState } from '../core/index.js';
import { type AttestationState, attestationState, type LogState } from '../platform/index.js';
import { type LicenceSummary, openFace, openKey, openMaster, openSummary } from './contents.js';
import type { LicenceRow } from './read-licence.store.js';

/** What may be told of a licence without opening it. Days `YYYY-MM-DD`, moments RFC 3339 in UTC. */
export interface LicenceOutline {
  identifier: string;
  typeCode: string;
  typeVersion: number;
  state: LicenceState;
  stateChangedAt: string;
  issuedAt: string;
  validFrom?: string;
  validUntil?: string;
  supersededBy?: string;
  supersedes?: string;
  masterDigest: Digest;
}

/** What was sealed, opened. */
export interface OpenedContents {
  licenceNumber?: string;
  holders: Holder[];
  faceData: JsonObject;
  credential: string;
  verificationCode: string;
}

export const outlineOf = (row: Omit<LicenceRow, `sealed_${string}` | 'leaf_index'>): LicenceOutline => ({
  identifier: row.identifier,
  typeCode: row.type_code,
  typeVersion: row.type_version,
  state: row.state,
  stateChangedAt: row.state_changed_at.toISOString(),
  issuedAt: row.issued_at.toISOString(),
  validFrom: row.valid_from ?? undefined,
  validUntil: row.valid_until ?? undefined,
  supersededBy: row.superseded_by ?? undefined,
  supersedes: row.supersedes ?? undefined,
  masterDigest: formatDigest(row.master_digest),
});

export const attestationOf = (row: { leaf_index: string | null }, log: LogState): AttestationState =>
  attestationState(row.leaf_index === null ? null : Number(row.leaf_index), log);

/** All contents; undefined when they are erased. */
export function openContents(wrapping: Buffer, row: LicenceRow): OpenedContents | undefined {
  if (!row.wrapped_key || !row.sealed_face || !row.sealed_credential || !row.sealed_summary) return undefined;
  const key = openKey(wrapping, row.id, row.wrapped_key);
  return {
    ...openSummary(key, row.id, row.sealed_summary),
    faceData: openFace(key, row.id, row.sealed_face),
    credential: openMaster(key, row.id, row.sealed_credential),
  };
}

/** What a list shows; undefined when the contents are erased. */
export function openRowSummary(
  wrapping: Buffer,
  row: Pick<LicenceRow, 'id' | 'wrapped_key' | 'sealed_summary'>,
): LicenceSummary | undefined {
  if (!row.wrapped_key || !row.sealed_summary) return undefined;
  return openSummary(openKey(wrapping, row.id, row.wrapped_key), row.id, row.sealed_summary);
}
