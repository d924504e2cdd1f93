import type { Digest } from '../bytes/index.js';
import type { EcPublicJwk } from '../crypto/index.js';
import type { JsonValue } from '../json/index.js';
import type { CarrierSigner } from '../trust/index.js';

/** A form in which a licence is carried beside its master, the SD-JWT VC. */
export type CarrierKind = 'qr' | 'qr-photo' | 'vc-jwt' | 'pdf';

/** All kinds of carriers beside the master. */
export const carrierKinds = ['qr', 'qr-photo', 'vc-jwt', 'pdf'] as const satisfies CarrierKind[];

/** A text that a page shows as the value at a pointer of the reported licence. */
export interface SaidText {
  /** As in {@link CarrierSaid.fields}. */
  pointer: string;
  /** As shown, the lines of a value that is broken joined without a mark between them. */
  text: string;
}

/** A picture that stands for the one at a pointer. */
export interface SaidPicture {
  /** As in {@link CarrierSaid.fields}. */
  pointer: string;
  /** SHA-256 of the bytes of the master's picture, by the carrier's word or by its own bytes. */
  digest: Digest;
}

/**
 * What a carrier says of its licence. Pointers (RFC 6901) are in the words of the reported licence: `/identifier`,
 * `/typeName`, `/licenceNumber`, `/holders/0/name`, `/faceData/<name>`, `/faceData/<list>/0/<name>`, `/issuer/name`,
 * `/issuanceDate`, `/validFrom`, `/validUntil`; a `vc+jwt` says also `/issuer/address` (`iss`), `/vct`, `/notBefore`,
 * `/expires` (seconds since 1970) and `/status` (`{ uri, index }`).
 */
export interface CarrierSaid {
  identifier: string;
  masterDigest: Digest;
  /** Values as the master would say them; `null` says that the licence has no such thing, for instance no last day. */
  fields: ReadonlyMap<string, JsonValue>;
  /** What a page says: texts, compared with every way in which the value may be said. Only a PDF has them. */
  texts?: readonly SaidText[];
  pictures?: readonly SaidPicture[];
}

/** A carrier that was read; nothing in it is trusted before a listed key is found for `signer` and has signed it. */
export interface ReadCarrier {
  kind: CarrierKind;
  said: CarrierSaid;
  /** By the first bytes of the key's thumbprint (a QR has 8, a `vc+jwt` all 32), or by its certificate (a PDF). */
  signer: CarrierSigner;
  /** Whether this key signed all that the carrier says. Which key may, the trust list tells. */
  signedBy(publicKey: EcPublicJwk): boolean;
  /** The SD-JWT VC that came attached, byte for byte. */
  master?: string;
}

/** A carrier as brought. */
export interface CarrierEvidence {
  kind: CarrierKind;
  /** The text of a QR or a `vc+jwt`; the bytes of a PDF. */
  content: string | Uint8Array;
  /**
   * What the registry that keeps the digest of every carrier says of these very bytes: `false`, it made none like them;
   * left out, it was not asked or could not know.
   */
  onRecord?: boolean;
  /**
   * The master beside it is the registry's own, whole, found by the digest that the carrier names and not brought by the
   * asker: what the master lacks may not be said, and no more of it is reported than the carrier says.
   */
  masterFound?: boolean;
}
