import { type Digest, equalBytes } from '../bytes/index.js';
import { within } from './find.js';
import { type CarrierKey, trustIndex } from './trust-index.js';
import type { TrustList } from './trust-list.js';

/** How a carrier names its signer: by the leading bytes of the key's RFC 7638 thumbprint (8 to all 32), or by its certificate. */
export type CarrierSigner = { kid: Uint8Array } | { certificate: Digest };

const kidLength = { least: 8, most: 32 };

/**
 * The listed keys for carriers that fit what a carrier says of its signer, former ones too. A name proves nothing and a
 * short one may fit several: the signer is the one whose key verifies.
 */
export function findCarrierKeys(list: TrustList, by: CarrierSigner): CarrierKey[] {
  const { carrierKeys } = trustIndex(list);
  if ('certificate' in by) return carrierKeys.filter(({ certificate }) => certificate === by.certificate);
  const { length } = by.kid;
  if (length < kidLength.least || length > kidLength.most) return [];
  return carrierKeys.filter(({ thumbprint }) => equalBytes(thumbprint.subarray(0, length), by.kid));
}

/** What the list says of a key for carriers. */
export type CarrierKeyStanding = 'good' | 'compromised' | 'not-in-period';

/**
 * Whether a key may be believed for what it signed at a moment, in milliseconds. A compromised key never: a thief writes
 * whatever time he likes. `undefined` is for a carrier that does not say when it was made: then the period, which only its
 * signer could tell it from, decides nothing.
 */
export function judgeCarrierKey({ compromisedAt, period }: CarrierKey, at: number | undefined): CarrierKeyStanding {
  if (compromisedAt !== undefined) return 'compromised';
  return at === undefined || within(period, at) ? 'good' : 'not-in-period';
}
