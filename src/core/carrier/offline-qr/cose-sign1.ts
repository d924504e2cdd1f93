import { concatBytes } from '../../bytes/index.js';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.js';

/** A COSE_Sign1 with ES256 taken apart; nothing in it is trusted yet. `signingInput` is what was signed. */
export interface CoseSign1 {
  kid: Uint8Array;
  payload: Uint8Array;
  signingInput: Uint8Array;
  signature: Uint8Array;
}

/** Bytes of the key id in the protected header. */
export const kidLength = 8;

const tag = 0xd2;
const algorithm = 1;
const keyIdentifier = 4;
const es256 = -7;

/** The Sig_structure of RFC 9052 §4.4 for a COSE_Sign1 with the protected header `{ 1: -7, 4: kid }`. */
export function coseSigningInput(kid: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(['Signature1', protectedHeader(kid), new Uint8Array(0), payload]);
}

/** The tagged message (RFC 9052 §4.2); the unprotected header is empty. */
export function formatCoseSign1(kid: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array {
  const message: CborValue = [protectedHeader(kid), new Map(), payload, signature];
  return concatBytes(Uint8Array.of(tag), encodeCbor(message));
}

/** Reads exactly what {@link formatCoseSign1} writes, else `undefined`: no other algorithm, header, tag or length. */
export function parseCoseSign1(bytes: Uint8Array): CoseSign1 | undefined {
  if (bytes[0] !== tag) return undefined;
  const message = decodeCbor(bytes.subarray(1));
  if (!Array.isArray(message) || message.length !== 4) return undefined;
  const [header, unprotected, payload, signature] = message as unknown[];
  const kid = header instanceof Uint8Array ? kidOf(decodeCbor(header)) : undefined;
  if (kid === undefined || !(unprotected instanceof Map) || unprotected.size > 0) return undefined;
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array) || signature.length !== 64) {
    return undefined;
  }
  return { kid, payload, signingInput: coseSigningInput(kid, payload), signature };
}

function protectedHeader(kid: Uint8Array): Uint8Array {
  if (kid.length !== kidLength) throw new Error(`a key id has ${kidLength} bytes, not ${kid.length}`);
  return encodeCbor(
    new Map<number, CborValue>([
      [algorithm, es256],
      [keyIdentifier, kid],
    ]),
  );
}

function kidOf(header: unknown): Uint8Array | undefined {
  if (!(header instanceof Map) || header.size !== 2 || header.get(algorithm) !== es256) return undefined;
  const kid: unknown = header.get(keyIdentifier);
  return kid instanceof Uint8Array && kid.length === kidLength ? kid : undefined;
}
