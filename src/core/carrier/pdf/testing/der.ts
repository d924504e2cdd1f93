import { type Der, derTag, readDer, within } from '../der.js';

/** A value of DER with these contents. */
export function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const inner = Buffer.concat(contents);
  const { length } = inner;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), inner]);
}

/** What of a CMS signature is to be altered; the rest stays, and every length is right. */
export interface Altered {
  certificates?: (all: Uint8Array[]) => Uint8Array[];
  signers?: (one: Uint8Array) => Uint8Array[];
  attributes?: (all: Uint8Array[]) => Uint8Array[];
  /** In place of the numbers of ECDSA. */
  signature?: Uint8Array;
  /** Behind the signature. */
  unsigned?: Uint8Array;
}

/** Puts a CMS signature together again with something altered. */
export function altered(cms: Uint8Array, change: Altered): Buffer {
  const all = (ders: Der[]) => ders.map((one) => one.whole);
  const [type, explicit] = within(readDer(cms), derTag.sequence) as [Der, Der];
  const [version, digests, content, certificates, signers] = within(
    within(explicit, derTag.first)[0],
    derTag.sequence,
  ) as [Der, Der, Der, Der, Der];
  const [number, sid, digest, attributes, algorithm, value] = within(
    within(signers, derTag.set)[0],
    derTag.sequence,
  ) as [Der, Der, Der, Der, Der, Der];
  const same = <T>(one: T) => one;
  const signer = tlv(
    derTag.sequence,
    ...all([number, sid, digest]),
    tlv(derTag.first, ...(change.attributes ?? same)(all(within(attributes, derTag.first)))),
    algorithm.whole,
    change.signature === undefined ? value.whole : tlv(derTag.octets, change.signature),
    ...(change.unsigned === undefined ? [] : [change.unsigned]),
  );
  const signedData = tlv(
    derTag.sequence,
    ...all([version, digests, content]),
    tlv(derTag.first, ...(change.certificates ?? same)(all(within(certificates, derTag.first)))),
    tlv(derTag.set, ...(change.signers ?? ((one) => [one]))(signer)),
  );
  return tlv(derTag.sequence, type.whole, tlv(derTag.first, signedData));
}
