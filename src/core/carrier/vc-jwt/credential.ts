import type { Holder, ParsedSdJwt } from '../../credential/index.js';
import type { JsonObject } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { bitstringEntry } from '../../status/index.js';
import { licenceContextPath, w3cCredentialsContext } from './context.js';

/** Why a master can't be said in a credential of VCDM 2.0. */
export type VcAssemblyRefusal = 'vc-master-not-whole' | 'vc-master-unsuitable';

/**
 * The credential of VCDM 2.0 that says what a whole master says. It follows from the master alone, so a reader with the
 * master can make it again and compare.
 */
export function vcCredentialOf(master: ParsedSdJwt): Result<JsonObject, VcAssemblyRefusal> {
  const { clear, holders, licenceNumber, faceData, masterDigest } = master;
  if (!holders.every(isWhole)) return refuse('vc-master-not-whole', 'a holder is not disclosed');
  const { uri, idx } = clear.status.status_list;
  const base = registryOf(uri);
  if (base === undefined) return refuse('vc-master-unsuitable', 'status_list.uri is none of a registry');
  const validFrom = dateTime(clear.nbf ?? clear.iat);
  const validUntil = clear.exp === undefined ? undefined : dateTime(clear.exp);
  if (validFrom === '' || validUntil === '') return refuse('vc-master-unsuitable', 'a year beyond four digits');
  return ok({
    '@context': [w3cCredentialsContext, base + licenceContextPath],
    id: `urn:elicence:${clear.licence_id}`,
    type: ['VerifiableCredential', 'LicenceCredential'],
    issuer: clear.iss,
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    masterDigest,
    credentialSubject: {
      licenceType: clear.vct,
      issuanceDate: clear.issuance_date,
      ...(licenceNumber === undefined ? {} : { licenceNumber }),
      holders: holders.map(({ kind, codeType, code, name }) => ({ holderKind: kind, codeType, code, name })),
      faceData: { ...faceData },
    },
    credentialStatus: [bitstringEntry(uri, 'revocation', idx), bitstringEntry(uri, 'suspension', idx)],
  });
}

/** The identity of the registry in the address of one of its status lists. */
export function registryOf(statusListUri: string): string | undefined {
  return /^(https?:\/\/[^?#]*)\/status-lists\/(?:0|[1-9][0-9]{0,9})$/.exec(statusListUri)?.[1];
}

function isWhole(holder: Partial<Holder>): holder is Holder {
  const { kind, codeType, code, name } = holder;
  return kind !== undefined && codeType !== undefined && code !== undefined && name !== undefined;
}

function dateTime(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString();
  return text.length === 24 ? `${text.slice(0, 19)}Z` : '';
}
