import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { nobleCrypto } from '../crypto/noble.js';
import { type CarrierStatement, carrierEntry } from './statement.js';

const statement: CarrierStatement = {
  identifier: '1.2.156.3005.2.x',
  masterDigest: 'sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  carrier: 'pdf',
  digest: 'sha-256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA',
  time: '2026-11-25T03:00:00.000Z',
};
const salt = new Uint8Array(32).fill(7);

describe(carrierEntry.name, () => {
  it('is the digest of its domain, the salt and the canonical statement', () => {
    const jcs =
      '{"carrier":"pdf","digest":"sha-256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA","identifier":"1.2.156.3005.2.x",' +
      '"masterDigest":"sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","time":"2026-11-25T03:00:00.000Z"}';
    const wanted = createHash('sha256').update('elicence-carrier-v1\0').update(salt).update(jcs).digest('hex');
    expect(Buffer.from(carrierEntry(statement, salt, nobleCrypto)).toString('hex')).toBe(wanted);
    const turned = Object.fromEntries(Object.entries(statement).reverse()) as unknown as CarrierStatement;
    expect(carrierEntry(turned, salt, nobleCrypto)).toEqual(carrierEntry(statement, salt, nobleCrypto));
  });

  it.each(['identifier', 'masterDigest', 'carrier', 'digest', 'time'] as const)('hangs on %s', (member) => {
    const other = { ...statement, [member]: `${statement[member]}x` };
    expect(carrierEntry(other, salt, nobleCrypto)).not.toEqual(carrierEntry(statement, salt, nobleCrypto));
  });

  it('takes no other salt than 32 bytes', () => {
    expect(() => carrierEntry(statement, new Uint8Array(31), nobleCrypto)).toThrow('32 bytes');
  });
});
