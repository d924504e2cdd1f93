import {
  type DisclosureRefusal,
  disclose,
  type IssuerJwt,
  type JwtRefusal,
  type ParsedSdJwt,
  readIssuerJwt,
  type SdJwtParts,
  splitSdJwt,
} from '../credential/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { type LicenceIdentifier, parseLicenceIdentifier } from '../identifier/index.js';
import type { Refusal, Result } from '../result.js';

/** The credential under judgement; its disclosures may be wrong while the JWT can be read. */
export interface Readable {
  ok: true;
  jwt: IssuerJwt;
  parts: SdJwtParts;
  /** The parts of the identifier, when it is one. */
  identifier: Result<LicenceIdentifier>;
  whole: Result<ParsedSdJwt, DisclosureRefusal>;
}

/** A credential, or why it can't be read. */
export type Subject = Readable | Refusal<JwtRefusal>;

/** Reads the credential once for all checks. */
export function readSubject(text: string, crypto: CryptoPort): Subject {
  const parts = splitSdJwt(text);
  if (!parts.ok) return parts;
  const jwt = readIssuerJwt(parts.value.jwt, crypto);
  if (!jwt.ok) return jwt;
  return {
    ok: true,
    jwt: jwt.value,
    parts: parts.value,
    identifier: parseLicenceIdentifier(jwt.value.clear.licence_id),
    whole: disclose(jwt.value, parts.value, crypto),
  };
}
