/** A P-256 public key as a JWK (RFC 7518 §6.2): `x` and `y` are base64url of 32 bytes each. */
export interface EcPublicJwk {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid?: string;
}

/**
 * The cryptography that the heart needs. Synchronous, without state and safe to call concurrently.
 * A verification never throws: a malformed key or signature is `false`. Only `inflate` throws.
 */
export interface CryptoPort {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  sha256(data: Uint8Array): Uint8Array;
  /**
   * Base64url of the SHA-256 of an ASCII text: what a credential is full of. A step of its own, since a platform may do it at
   * a fifth of the cost of encoding, hashing and spelling.
   */
  digestText(ascii: string): string;
  /** ECDSA P-256 with SHA-256; the signature is r ‖ s, 64 bytes (IEEE P1363, as in JWS). */
  verifyEs256(publicKey: EcPublicJwk, data: Uint8Array, signature: Uint8Array): boolean;
  /** Ed25519 (RFC 8032): key 32 bytes, signature 64 bytes. */
  verifyEd25519(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
  /** zlib (RFC 1950); throws when the output would pass `maxLength` bytes, on garbage and on trailing bytes. */
  inflate(data: Uint8Array, maxLength: number): Uint8Array;
}
