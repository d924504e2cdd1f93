import type { LicenceType, NumberedCarrierDefinition } from '../catalogue/index.js';
import type { ParsedSdJwt } from '../core/index.js';
import type { CarriedLicence, OpenedContents } from '../registry/index.js';

/** All that a carrier is made from: a licence, opened, with its master read and what its type says of carriers. */
export interface CarrierSource {
  licence: CarriedLicence;
  contents: OpenedContents;
  /** The whole master. */
  master: ParsedSdJwt;
  /** The version of the type that the licence was issued by. */
  type: LicenceType;
  /** Undefined for a type without one. */
  carriers: NumberedCarrierDefinition | undefined;
}
