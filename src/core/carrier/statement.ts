import { concatBytes, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { canonicalJson } from '../json/index.js';
import type { CarrierKind } from './said.js';

/** What the log is told of a carrier when it is made: references and digests, never personal data. */
export interface CarrierStatement {
  /** The licence identifier, with its check character. */
  identifier: string;
  /** Digest of the master that the carrier carries on, `sha-256:…`. */
  masterDigest: string;
  /** `preview` is the PDF's page as an image. */
  carrier: CarrierKind | 'preview';
  /** SHA-256 of the carrier's bytes, `sha-256:…`; a text's are those of its UTF-8. */
  digest: string;
  /** When it was made: RFC 3339 in UTC with milliseconds. */
  time: string;
}

const domain = utf8Encode('elicence-carrier-v1\0');

/**
 * The entry of a carrier in the log: SHA-256(`elicence-carrier-v1` ‖ 0x00 ‖ salt ‖ JCS(statement)).
 * `salt` is 32 random bytes, which blind the entry; throws on another length.
 */
export function carrierEntry(
  statement: CarrierStatement,
  salt: Uint8Array,
  crypto: Pick<CryptoPort, 'sha256'>,
): Uint8Array {
  if (salt.length !== 32) throw new Error(`a salt has 32 bytes, not ${salt.length}`);
  return crypto.sha256(concatBytes(domain, salt, utf8Encode(canonicalJson({ ...statement }))));
}
