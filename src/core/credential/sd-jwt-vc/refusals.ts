/** Why a text is not taken as the issuer-signed JWT of a master. */
export type JwtRefusal =
  | 'sd-jwt-too-large'
  | 'sd-jwt-too-many-disclosures'
  | 'sd-jwt-form'
  | 'sd-jwt-algorithm'
  | 'sd-jwt-type'
  | 'sd-jwt-header'
  | 'sd-jwt-claims';

/** Which rule of RFC 9901 §7.1 digests and disclosures break. */
export type DisclosureRefusal =
  | 'digest-algorithm'
  | 'digest-malformed'
  | 'digest-twice'
  | 'digest-misplaced'
  | 'disclosure-malformed'
  | 'disclosure-twice'
  | 'disclosure-unreferenced'
  | 'disclosure-reserved-name'
  | 'disclosure-name-taken'
  | 'disclosure-of-clear-claim'
  | 'disclosure-too-deep'
  | 'disclosed-claims';

/** Why a text is not taken as a master. */
export type SdJwtRefusal = JwtRefusal | DisclosureRefusal;
