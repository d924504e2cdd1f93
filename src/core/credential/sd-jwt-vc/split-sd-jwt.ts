import { ok, type Result, refuse } from '../../result.js';
import { longestMaster } from './master-length.js';
import type { JwtRefusal } from './refusals.js';

const maxLength = longestMaster;
const maxDisclosures = 512;

/** The parts of `<JWT>~<disclosure>~…~[<key-binding JWT>]`, as texts. */
export interface SdJwtParts {
  jwt: string;
  disclosures: string[];
  keyBinding?: string;
  /** All up to and with the last `~`. */
  presented: string;
}

/** Takes an SD-JWT (RFC 9901 §4) apart, within 64 KiB and 512 disclosures. */
export function splitSdJwt(text: string): Result<SdJwtParts, JwtRefusal> {
  if (text.length > maxLength) return refuse('sd-jwt-too-large', `more than ${maxLength} characters`);
  const parts = text.split('~');
  if (parts.length < 2) return refuse('sd-jwt-form', 'there is no ~ after the JWT');
  if (parts.length - 2 > maxDisclosures) return refuse('sd-jwt-too-many-disclosures', `more than ${maxDisclosures}`);
  const jwt = parts[0] as string;
  const last = parts[parts.length - 1] as string;
  const disclosures = parts.slice(1, -1);
  if (disclosures.includes('')) return refuse('sd-jwt-form', 'a disclosure is empty');
  if (last !== '' && last.split('.').length !== 3) return refuse('sd-jwt-form', 'what follows the last ~ is no JWT');
  const presented = text.slice(0, text.length - last.length);
  return ok(last === '' ? { jwt, disclosures, presented } : { jwt, disclosures, presented, keyBinding: last });
}
