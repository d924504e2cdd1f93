import { formatLicenceIdentifier, parseLicenceIdentifier } from '../core/index.js';
import { openKey, openMaster, openSummary } from './contents.js';
import type { Press } from './press.js';
import { type Replayed, replay, type SourceEvent } from './rebuild-events.js';
import type { CanonicalRow } from './rebuild-table.js';
import { verificationCodeDigest } from './verification-code.js';

/** All that is kept of a licence for good. */
export interface LicenceSource {
  id: string;
  events: readonly SourceEvent[];
  /** Null when the contents are erased. */
  wrappedKey: Buffer | null;
  sealed: { credential: Buffer; summary: Buffer } | null;
}

/** The columns of `licence`, in the order of its canonical rows. */
export const licenceColumns = [
  'id',
  'organisation_id',
  'identifier',
  'type_code',
  'type_version',
  'licence_number_digest',
  'state',
  'status_list',
  'status_index',
  'master_digest',
  'code_digest',
  'valid_from',
  'valid_until',
  'issued_at',
  'state_changed_at',
  'master_event_id',
  'latest_event_id',
  'latest_entry',
  'superseded_by',
  'supersedes',
] as const;

/** What only the sealed contents tell; of an erased licence nothing but the table itself has it. */
export const sealedColumns: readonly string[] = [
  'licence_number_digest',
  'status_list',
  'code_digest',
  'valid_from',
  'valid_until',
];

export type LicenceRow = Record<(typeof licenceColumns)[number], string | number | null>;

export interface RebuiltLicence {
  row: LicenceRow;
  /** Blind indexes of its holders, hexadecimal, in order; none when erased. */
  holders: string[];
  erased: boolean;
}

type Contents = { list: number; from: string | null; until: string | null; number: string | null; code: string } & {
  holders: string[];
};

/** Makes the derived rows of a licence from what is kept for good; answers the fault when its sources don't agree. */
export function rebuildLicence(press: Press, source: LicenceSource): RebuiltLicence | string {
  const replayed = replay(source.events);
  if (typeof replayed === 'string') return replayed;
  if (source.wrappedKey === null) return { row: rowOf(source.id, replayed), holders: [], erased: true };
  if (!source.sealed) return 'its sealed contents are not there';
  const contents = openContents(press, source.id, source.wrappedKey, { ...source.sealed, replayed });
  if (typeof contents === 'string') return contents;
  return { row: rowOf(source.id, replayed, contents), holders: contents.holders, erased: false };
}

export const canonicalLicence = (row: LicenceRow): CanonicalRow => licenceColumns.map((column) => row[column]);

const hexOf = (digest: string): string => Buffer.from(digest.slice('sha-256:'.length), 'base64url').toString('hex');

function rowOf(id: string, { first, last, making, state }: Replayed, contents?: Contents): LicenceRow {
  const { event } = making;
  return {
    id,
    organisation_id: first.organisationId,
    identifier: event.identifier,
    type_code: event.typeCode,
    type_version: event.typeVersion,
    licence_number_digest: contents?.number ?? null,
    state,
    status_list: contents?.list ?? null,
    status_index: event.statusIndex,
    master_digest: hexOf(event.masterDigest),
    code_digest: contents?.code ?? null,
    valid_from: contents?.from ?? null,
    valid_until: contents?.until ?? null,
    issued_at: first.event.time,
    state_changed_at: last.event.time,
    master_event_id: making.id,
    latest_event_id: last.id,
    latest_entry: last.entry.toString('hex'),
    superseded_by: state === 'superseded' ? neighbour(event.identifier, 1) : null,
    supersedes: event.command === 'issue' ? null : neighbour(event.identifier, -1),
  };
}

/** The identifier of the version after or before: the same in all but the version. */
function neighbour(identifier: string, step: 1 | -1): string | null {
  const parts = parseLicenceIdentifier(identifier);
  if (!parts.ok) return null;
  const version = parts.value.version + step;
  return version > 0 && version <= 999 ? formatLicenceIdentifier({ ...parts.value, version }) : null;
}

interface MasterClaims {
  nbf?: number;
  exp?: number;
  status: { status_list: { uri: string; idx: number } };
}

function openContents(
  press: Press,
  id: string,
  wrappedKey: Buffer,
  { credential, summary, replayed }: NonNullable<LicenceSource['sealed']> & { replayed: Replayed },
): Contents | string {
  let opened: { jwt: string; claims: MasterClaims; summary: ReturnType<typeof openSummary> };
  try {
    const key = openKey(press.wrapping, id, wrappedKey);
    const master = openMaster(key, id, credential);
    const jwt = master.slice(0, master.indexOf('~'));
    const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as MasterClaims;
    opened = { jwt, claims, summary: openSummary(key, id, summary) };
  } catch {
    return 'its sealed contents do not open';
  }
  const { event, organisationId } = replayed.making;
  const { jwt, claims } = opened;
  if (Buffer.from(press.crypto.sha256(Buffer.from(jwt))).toString('hex') !== hexOf(event.masterDigest)) {
    return 'its sealed master is another than its events name';
  }
  const { uri, idx } = claims.status.status_list;
  const list = /\/status-lists\/(\d+)$/.exec(uri)?.[1];
  const code = verificationCodeDigest(press.index, opened.summary.verificationCode);
  if (list === undefined || idx !== event.statusIndex || !code) return 'its sealed master names another place';
  const { holders, licenceNumber } = opened.summary;
  return {
    list: Number(list),
    from: claims.nbf === undefined ? null : press.days.dayOf(claims.nbf * 1000),
    // `exp` is the first moment after the last day.
    until: claims.exp === undefined ? null : press.days.dayOf(claims.exp * 1000 - 1),
    number:
      licenceNumber === undefined
        ? null
        : press.index.digest('licence-number', organisationId, event.typeCode, licenceNumber).toString('hex'),
    code: code.toString('hex'),
    holders: [...new Set(holders.map((h) => press.index.holder(h.codeType, h.code).toString('hex')))].sort(),
  };
}
