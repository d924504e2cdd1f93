import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { publicJwk } from '../keystore/key-id.js';
import { createCa, issueLeaf } from './issue-certificate.js';
import { readCertificate } from './read-certificate.js';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const period = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
const parse = (der: string) => new X509Certificate(Buffer.from(der, 'base64'));

describe('a demo authority of certificates', () => {
  it('certifies an authority by its credit code, for signatures alone', async () => {
    const ca = await createCa(pair().privateKey, '演示根证书', period);
    const subject = pair();
    const chain = await issueLeaf(ca, { name: '云渡市公安局', creditCode: '11430000006122244L', ...subject }, period);
    expect(chain).toHaveLength(2);
    expect(chain[1]).toBe(ca.certificate);
    const [leaf, root] = chain.map(parse) as [X509Certificate, X509Certificate];
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(createPublicKey(ca.privateKey))).toBe(true);
    expect(leaf.checkPrivateKey(subject.privateKey)).toBe(true);
    expect([leaf.ca, root.ca]).toEqual([false, true]);
    expect(leaf.subject).toContain('O=云渡市公安局');
    expect(readCertificate(chain[0]!)).toEqual({
      thumbprint: `sha-256:${Buffer.from(leaf.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url')}`,
      publicKey: { ...publicJwk(subject.publicKey), kid: undefined },
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2036-01-01T00:00:00.000Z',
      creditCode: '11430000006122244L',
    });
  });

  it('gives every certificate a positive serial number of its own', async () => {
    const ca = await createCa(pair().privateKey, 'CA', period);
    const serials = new Set<string>();
    for (let i = 0; i < 8; i++) {
      const [leaf] = await issueLeaf(ca, { name: 'A, B+C="D"', creditCode: '11430000006122244L', ...pair() }, period);
      serials.add(parse(leaf!).serialNumber);
      expect(readCertificate(leaf!).creditCode).toBe('11430000006122244L');
    }
    expect(serials.size).toBe(8);
  });
});
