import { describe, expect, it } from '@jest/globals';
import { checkPassword, hashPassword } from './password.js';

describe('a password', () => {
  it('is known again by its hash alone, which no two share', async () => {
    const [one, two] = await Promise.all([hashPassword('pässword'), hashPassword('pässword')]);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$/);
    expect(one).not.toBe(two);
    expect(await checkPassword('pa\u0308ssword', one)).toBe(true);
    expect(await checkPassword('password', one)).toBe(false);
  });

  it('of random bits is hashed fast, and known again all the same', async () => {
    const hash = await hashPassword('k7m2-9qxw-3vhp-c4ts', 'random');
    expect(hash).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/);
    expect(await checkPassword('k7m2-9qxw-3vhp-c4ts', hash)).toBe(true);
  });

  it('is checked by the parameters that its hash names (RFC 7914 §12)', async () => {
    const salt = Buffer.from('SodiumChloride').toString('base64url');
    const vector =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
    const hash = Buffer.from(vector, 'hex').subarray(0, 32).toString('base64url');
    expect(await checkPassword('pleaseletmein', `$scrypt$ln=14,r=8,p=1$${salt}$${hash}`)).toBe(true);
  });

  it('is not compared with what is no hash', async () =>
    expect(checkPassword('x', 'x')).rejects.toThrow('unknown form'));
});
