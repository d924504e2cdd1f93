import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nobleCrypto } from '../../crypto/noble.js';
import { assembleMaster, finishMaster } from './assemble-master.js';
import type { MasterInput } from './master-input.js';
import { masterLengthAtMost } from './master-length.js';

const crypto = { ...nobleCrypto, digestText: (text: string) => createHash('sha256').update(text).digest('base64url') };

function lengthOf(input: MasterInput): number {
  const { signingInput, disclosures } = assembleMaster(input, { salt: () => randomBytes(16), crypto });
  return finishMaster(signingInput, new Uint8Array(64), disclosures).length;
}

const base: MasterInput = {
  issuer: `https://licences.example.gov.cn/issuers/11440300MB2D01234X`,
  vct: 'https://licences.example.gov.cn/types/11100000000013338W011/v999',
  vctIntegrity: `sha256-${'A'.repeat(43)}=`,
  identifier: `11100000000013338W011.11440300MB2D01234X.${'9'.repeat(24)}.999.X`,
  x5c: ['A'.repeat(900)],
  keyId: 'k'.repeat(43),
  issuedAt: 1_795_000_000,
  issuanceDate: '2026-11-25',
  notBefore: 1_795_000_000,
  expires: 2_795_000_000,
  status: { uri: 'https://licences.example.gov.cn/status-lists/999', index: 999_999 },
  holderKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
  holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '甲' }],
  faceData: { name: '甲' },
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const item = fc.dictionary(fc.constantFrom('a', 'relation', 'name'), text, { minKeys: 1 });
const value = fc.oneof(text, fc.nat(), fc.boolean(), fc.array(item, { minLength: 1, maxLength: 70 }));

describe(masterLengthAtMost.name, () => {
  it('is never exceeded, and never far off', () => {
    fc.assert(
      fc.property(
        fc.record({
          faceData: fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,20}$/), value, { minKeys: 1, maxKeys: 20 }),
          holders: fc.array(fc.constant(base.holders[0]!), { minLength: 1, maxLength: 50 }),
          x5c: fc.array(fc.constant('A'.repeat(1200)), { minLength: 1, maxLength: 3 }),
          licenceNumber: fc.option(text, { nil: undefined }),
          faceFields: fc.nat(30),
        }),
        (content) => {
          const [most, length] = [masterLengthAtMost(content), lengthOf({ ...base, ...content })];
          expect(most - length).toBeGreaterThan(0);
          expect(most - length).toBeLessThan(4096);
        },
      ),
      { numRuns: 200 },
    );
  });
});
