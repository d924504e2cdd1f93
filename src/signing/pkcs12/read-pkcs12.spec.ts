import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { publicJwk } from '../keystore/key-id.js';
import { readCertificate } from '../x509/read-certificate.js';
import { readPkcs12 } from './read-pkcs12.js';

// Made by the openssl command; test/vectors/pkcs12/README.md says how.
const vector = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/vectors/pkcs12/${name}.p12`, import.meta.url));
const passphrase = 'test-passphrase';
const codeOf = (bytes: Uint8Array, words = passphrase): string => {
  const read = readPkcs12(bytes, words);
  return read.ok ? 'read' : read.code;
};

describe('a PKCS#12 file of a department', () => {
  it.each(['department-p256', 'department-p256-legacy'])('%s gives the EC key and its chain, leaf first', (name) => {
    const read = readPkcs12(vector(name), passphrase);
    if (!read.ok) throw new Error(read.code);
    const { privateKey, certificates } = read.value;
    expect(certificates).toHaveLength(2);
    const leaf = readCertificate(certificates[0]!);
    // From openssl: the certificate's DER came through byte for byte.
    expect(leaf.thumbprint).toBe('sha-256:lKCN6ZRTCi3IfpoG4ueM0cpLPwwmDCfMCuSaO2WWumA');
    expect(leaf.creditCode).toBe('11430000006122244L');
    expect(publicJwk(privateKey)).toMatchObject(leaf.publicKey);
    expect(readCertificate(certificates[1]!).creditCode).toBeUndefined();
  });

  it('is refused by name for what it lacks', () => {
    expect(codeOf(vector('department-p384'))).toBe('pkcs12-key-not-p256');
    expect(codeOf(vector('department-rsa'))).toBe('pkcs12-key-not-p256');
    expect(codeOf(vector('key-alone'))).toBe('pkcs12-certificate-missing');
    expect(codeOf(vector('certificate-alone'))).toBe('pkcs12-not-one-key');
    expect(codeOf(vector('authority-p256'))).toBe('pkcs12-certificate-of-authority');
  });

  it('is refused for a wrong passphrase, a large file and garbage', () => {
    expect(codeOf(vector('department-p256'), 'wrong')).toBe('pkcs12-passphrase-wrong');
    expect(codeOf(Buffer.alloc(65_537))).toBe('pkcs12-too-large');
    expect(codeOf(Buffer.from('no file'))).toBe('pkcs12-unreadable');
    expect(codeOf(Buffer.alloc(0))).toBe('pkcs12-unreadable');
  });

  it('does no unbounded work for who has no passphrase', () => {
    const bytes = vector('department-p256');
    // The MAC's counter, 2048, is the file's last integer.
    const at = bytes.lastIndexOf(Buffer.from('02020800', 'hex'));
    expect(at).toBeGreaterThan(bytes.length - 8);
    const greedy = Buffer.concat([bytes.subarray(0, at), Buffer.from('02047fffffff', 'hex')]);
    // Both sequences around the counter grow by two.
    const macData = greedy.lastIndexOf(Buffer.from([0x30, bytes.length - macStart(bytes) - 2]));
    greedy[macData + 1]! += 2;
    greedy.writeUInt16BE(greedy.readUInt16BE(2) + 2, 2);
    expect(readPkcs12(greedy, passphrase)).toMatchObject({ ok: false, detail: expect.stringContaining('iterations') });
  });

  it('is never read with a byte changed', () => {
    const bytes = vector('department-p256');
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 0x01;
      expect(codeOf(changed)).toMatch(/^pkcs12-(unreadable|passphrase-wrong)$/);
    }
  });
});

/** Where macData begins: a short sequence that reaches to the end of the file. */
function macStart(bytes: Buffer): number {
  for (let at = bytes.length - 3; at > 0; at--) {
    if (bytes[at] === 0x30 && bytes[at + 1] === bytes.length - at - 2) return at;
  }
  throw new Error('no macData');
}
