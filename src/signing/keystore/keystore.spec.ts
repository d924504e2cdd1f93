import { createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nodeCrypto } from '../../platform/index.js';
import { createKey, createKeystore, editKeystore } from './edit-keystore.js';
import { KeystoreUnreadable } from './format.js';
import { Keystore, MissingKey } from './keystore.js';

const passphrase = 'a passphrase for tests';
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystore-'));
  file = join(folder, 'keys.json');
  createKeystore(file, passphrase);
  await editKeystore(file, passphrase, (draft) => {
    draft.createKey('promise', 'ec');
    draft.createKey('oauth', 'ec');
    draft.createKey('log', 'ed25519');
    draft.createKey('seal', 'secret');
    draft.createKey('anchorer', 'ethereum');
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const copyOf = (text: string): string => {
  const copy = join(folder, `copy-${readdirSync(folder).length}.json`);
  writeFileSync(copy, text);
  return copy;
};

describe('an opened keystore', () => {
  it('signs ES256 in 64 bytes that the verifier takes, under the thumbprint of RFC 7638', () => {
    const signer = Keystore.open(file, passphrase).ec('promise');
    const data = Buffer.from('promised');
    const signature = signer.sign(data);
    expect(signature).toHaveLength(64);
    expect(nodeCrypto.verifyEs256(signer.publicKey, data, signature)).toBe(true);
    expect(nodeCrypto.verifyEs256(signer.publicKey, Buffer.from('other'), signature)).toBe(false);
    expect(signer.publicKey.kid).toBe(signer.keyId);
    expect(signer.certificates).toEqual([]);
  });

  it('signs notes by Ed25519', () => {
    const signer = Keystore.open(file, passphrase).ed25519('log');
    expect(nodeCrypto.verifyEd25519(signer.publicKey, Buffer.from('note'), signer.sign(Buffer.from('note')))).toBe(
      true,
    );
  });

  it('answers the same secrets at each opening, and a copy of its own to each asker', () => {
    const keystore = Keystore.open(file, passphrase);
    const secret = keystore.secret('seal');
    expect(secret).toHaveLength(32);
    secret.fill(0);
    expect(keystore.secret('seal')).toEqual(Keystore.open(file, passphrase).secret('seal'));
    expect(keystore.secret('seal')).not.toEqual(secret);
    expect(keystore.ethereum('anchorer').privateKey).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it('hands out no private key but that of the authorisation server', () => {
    const keystore = Keystore.open(file, passphrase);
    expect(() => keystore.ec('promise').privateJwk()).toThrow('not handed out');
    const jwk = keystore.ec('oauth').privateJwk();
    const signature = keystore.ec('oauth').sign(Buffer.from('x'));
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    expect(verify('sha256', Buffer.from('x'), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });

  it('names a missing key and never makes one, nor a file', () => {
    const before = readFileSync(file, 'utf8');
    const keystore = Keystore.open(file, passphrase);
    expect(() => keystore.ec('status')).toThrow(MissingKey);
    expect(() => keystore.ec('status')).toThrow('there is no ec key named status');
    expect(() => keystore.secret('promise')).toThrow('there is no secret key named promise');
    expect(keystore.has('status')).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(before);
    const absent = join(folder, 'absent.json');
    expect(() => Keystore.open(absent, passphrase)).toThrow('there is no such file');
    expect(existsSync(absent)).toBe(false);
  });
});

describe('a keystore file', () => {
  it('is readable by its owner alone, leaves no draft behind and holds no key in clear', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith('keys.json'))).toEqual(['keys.json']);
    const text = readFileSync(file, 'utf8');
    const keystore = Keystore.open(file, passphrase);
    for (const form of ['base64', 'hex', 'base64url'] as const) {
      expect(text).not.toContain(keystore.secret('seal').toString(form));
      expect(text).not.toContain(keystore.ec('oauth').privateJwk().d!);
    }
  });

  it('refuses a wrong passphrase and every kind of damage in the same words', () => {
    const text = readFileSync(file, 'utf8');
    const stored = JSON.parse(text);
    const [first, second] = Object.keys(stored.keys) as [string, string];
    const flipped = (value: string): string => {
      const bytes = Buffer.from(value, 'base64');
      bytes[bytes.length >> 1]! ^= 1;
      return bytes.toString('base64');
    };
    const { [first]: _, ...without } = stored.keys;
    const damaged = [
      text.slice(0, -20),
      '',
      'null',
      JSON.stringify({ ...stored, mac: flipped(stored.mac) }),
      JSON.stringify({ ...stored, scrypt: { ...stored.scrypt, salt: flipped(stored.scrypt.salt) } }),
      JSON.stringify({ ...stored, scrypt: { ...stored.scrypt, n: 2 } }),
      JSON.stringify({ ...stored, keys: { ...stored.keys, [first]: flipped(stored.keys[first]) } }),
      JSON.stringify({ ...stored, keys: { ...stored.keys, [first]: stored.keys[second] } }),
      JSON.stringify({ ...stored, keys: without }),
    ];
    for (const content of damaged) {
      expect(() => Keystore.open(copyOf(content), passphrase)).toThrow(KeystoreUnreadable);
    }
    expect(() => Keystore.open(file, 'another passphrase')).toThrow('wrong passphrase or damaged file');
    expect(Keystore.open(copyOf(JSON.stringify(stored)), passphrase).names()).toEqual(Object.keys(stored.keys));
  });
});

describe('the administrator', () => {
  it('never replaces a key or a file', async () => {
    const before = Keystore.open(file, passphrase).secret('seal');
    await expect(createKey(file, passphrase, 'seal', 'secret')).rejects.toThrow('already');
    expect(() => createKeystore(file, passphrase)).toThrow('already');
    expect(Keystore.open(file, passphrase).secret('seal')).toEqual(before);
  });

  it('leaves the file as it was when the work fails, or when somebody else wrote it meanwhile', async () => {
    const copy = copyOf(readFileSync(file, 'utf8'));
    const fails = editKeystore(copy, passphrase, (draft) => {
      draft.createKey('status', 'ec');
      throw new Error('changed my mind');
    });
    await expect(fails).rejects.toThrow('changed my mind');
    expect(Keystore.open(copy, passphrase).has('status')).toBe(false);
    const raced = editKeystore(copy, passphrase, async (draft) => {
      draft.createKey('status', 'ec');
      await createKey(copy, passphrase, 'index', 'secret');
    });
    await expect(raced).rejects.toThrow('somebody else');
    expect(Keystore.open(copy, passphrase).names()).toContain('index');
  });

  it('takes no name that is none, and no short passphrase', async () => {
    await expect(createKey(file, passphrase, '__proto__', 'ec')).rejects.toThrow('is no name of a key');
    expect(() => createKeystore(join(folder, 'short.json'), 'short')).toThrow('shorter than 16');
  });
});
