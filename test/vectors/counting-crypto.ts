import type { CryptoPort } from '../../src/core/index.js';

/** The work that a verification gave to cryptography. */
export interface Work {
  hashes: number;
  hashedBytes: number;
  es256: number;
  ed25519: number;
  signedBytes: number;
  inflations: number;
  inflatedBytes: number;
}

/** A port that counts what is asked of another. */
export function counting(port: CryptoPort): { port: CryptoPort; work: Work } {
  const work: Work = {
    hashes: 0,
    hashedBytes: 0,
    es256: 0,
    ed25519: 0,
    signedBytes: 0,
    inflations: 0,
    inflatedBytes: 0,
  };
  const hashing = (length: number) => {
    work.hashes++;
    work.hashedBytes += length;
  };
  return {
    work,
    port: {
      sha256(data) {
        hashing(data.length);
        return port.sha256(data);
      },
      digestText(ascii) {
        hashing(ascii.length);
        return port.digestText(ascii);
      },
      verifyEs256(key, data, signature) {
        work.es256++;
        work.signedBytes += data.length;
        return port.verifyEs256(key, data, signature);
      },
      verifyEd25519(key, data, signature) {
        work.ed25519++;
        work.signedBytes += data.length;
        return port.verifyEd25519(key, data, signature);
      },
      inflate(data, maxLength) {
        work.inflations++;
        const output = port.inflate(data, maxLength);
        work.inflatedBytes += output.length;
        return output;
      },
    },
  };
}

/** A port that judges the same signature once: a trust list stands in nearly every vector, and plain JavaScript is slow. */
export function remembering(port: CryptoPort): CryptoPort {
  const known = new Map<string, boolean>();
  const once = (key: string, data: Uint8Array, signature: Uint8Array, judge: () => boolean): boolean => {
    const id = [
      key,
      Buffer.from(port.sha256(data)).toString('base64'),
      Buffer.from(signature).toString('base64'),
    ].join();
    const answer = known.get(id) ?? judge();
    known.set(id, answer);
    return answer;
  };
  return {
    ...port,
    verifyEs256: (key, data, signature) =>
      once(JSON.stringify(key), data, signature, () => port.verifyEs256(key, data, signature)),
    verifyEd25519: (key, data, signature) =>
      once(Buffer.from(key).toString('hex'), data, signature, () => port.verifyEd25519(key, data, signature)),
  };
}
