import { createHash } from 'node:crypto';
import { contexts } from '@digitalbazaar/credentials-context';
import { describe, expect, it } from '@jest/globals';
import jsonld from 'jsonld';
import { type JsonObject, parseStrictJson } from '../../json/index.js';
import { assembleBitstringCredential, bitstringEntry } from '../../status/index.js';
import { licenceContext, licenceContextPath, w3cCredentialsContext } from './index.js';

const registry = 'https://registry.example';
const list = `${registry}/status-lists/0`;

/** Knows the pinned contexts and nothing else: whatever asks for another fails. */
async function documentLoader(url: string) {
  const known = {
    [w3cCredentialsContext]: contexts.get(w3cCredentialsContext),
    [registry + licenceContextPath]: licenceContext,
  };
  if (known[url] === undefined) throw new Error(`no network: ${url}`);
  return { document: known[url], documentUrl: url };
}
// Safe mode throws for every member that no context defines, instead of dropping it.
const expand = (credential: object) => jsonld.expand(credential, { documentLoader, safe: true });

const subject = {
  licenceType: `${registry}/types/11100000000013338W011/v1`,
  issuanceDate: '2026-03-02',
  licenceNumber: 'No. 42',
  holders: [
    { holderKind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' },
    { holderKind: 'organisation', codeType: '001', code: '11430000006122244L', name: '示例公司' },
  ],
  faceData: { 范围: '餐饮', 'odd/~name': [1, null, { deep: true }] },
};
const credential = {
  '@context': [w3cCredentialsContext, registry + licenceContextPath],
  id: 'urn:elicence:1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  type: ['VerifiableCredential', 'LicenceCredential'],
  issuer: `${registry}/a`,
  validFrom: '2026-03-02T01:00:00Z',
  validUntil: '2030-03-17T17:46:40Z',
  masterDigest: `sha-256:${'A'.repeat(43)}`,
  credentialSubject: subject,
  credentialStatus: [bitstringEntry(list, 'revocation', 3), bitstringEntry(list, 'suspension', 3)],
};

describe('the context of a licence', () => {
  it('of version 1 is the one that was published: another content needs another version', () => {
    const digest = createHash('sha256').update(JSON.stringify(licenceContext)).digest('base64url');
    expect(digest).toBe('ol-aKaGcW_l12PWkisOSi9OiL-xdsMJMzLKs59tYNIU');
  });

  it('defines every member of a credential, the printed fields as a literal', async () => {
    const [expanded] = (await expand(credential)) as Record<string, object[]>[];
    expect(expanded).toMatchObject({
      '@id': credential.id,
      '@type': ['https://www.w3.org/2018/credentials#VerifiableCredential', 'urn:elicence:terms:v1:LicenceCredential'],
      'urn:elicence:terms:v1:masterDigest': [{ '@value': credential.masterDigest }],
    });
    const [said] = expanded!['https://www.w3.org/2018/credentials#credentialSubject'] as Record<string, object[]>[];
    expect(said!['urn:elicence:terms:v1:faceData']).toEqual([{ '@type': '@json', '@value': subject.faceData }]);
    expect(said!['urn:elicence:terms:v1:holders']).toMatchObject([{ '@list': [{}, {}] }]);
  });

  it('leaves no member undefined without telling', async () => {
    const more = { ...credential, credentialSubject: { ...subject, more: 1 } };
    await expect(expand(more)).rejects.toThrow('Safe mode');
  });
});

describe('the credential of a bitstring', () => {
  it('has no member that the context of W3C does not define', async () => {
    const claims = {
      uri: `${list}/bitstring/revocation`,
      issuer: registry,
      purpose: 'revocation',
      encodedList: 'uAA',
    } as const;
    const signed = assembleBitstringCredential({ ...claims, validFrom: 1, validUntil: 2, ttl: 60 }, 'status-1');
    const text = Buffer.from(signed.split('.')[1] as string, 'base64url').toString();
    const payload = parseStrictJson(text, { maxLength: 10_000, maxDepth: 8 });
    if (!payload.ok) throw new Error(payload.code);
    expect(await expand(payload.value as JsonObject)).toHaveLength(1);
  });
});
