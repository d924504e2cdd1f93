import { carrierLinks, verificationUrl } from './addresses.js';
import { inclusionPromiseOf, type KeptEvent } from './inclusion-promise.js';
import type { IssuedLicence } from './new-licence.js';

/** The answer to an issue; built alike for the first time and for a repeat. */
export const issuedAnswer = (
  baseUrl: string,
  identifier: string,
  master: { credential: string; verificationCode: string; hasPortrait: boolean },
  event: KeptEvent,
): IssuedLicence => ({
  identifier,
  state: 'active',
  attestation: 'pending',
  carriers: { 'sd-jwt': master.credential, ...carrierLinks(baseUrl, identifier, master.hasPortrait) },
  verificationUrl: verificationUrl(baseUrl, identifier, master.verificationCode),
  inclusionPromise: inclusionPromiseOf(event),
});
