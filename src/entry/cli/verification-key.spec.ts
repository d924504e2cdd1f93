import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../platform/index.js';
import { createKey, createKeystore, Keystore } from '../../signing/index.js';
import { openKeys } from '../embedded/keys.js';
import { createKeys, keyFiles } from '../keys/create-keys.js';
import { addVerificationKey, renewVerificationKey } from './verification-key.js';

const root = mkdtempSync(join(tmpdir(), 'elicence-verification-key-'));
const now = Date.parse('2026-11-25T00:00:00Z');
const passphrase = 'a passphrase for tests';

afterAll(() => rmSync(root, { recursive: true }));

/** A keystore from before there were verification receipts. */
async function older(name: string) {
  const file = join(root, name);
  createKeystore(file, passphrase);
  await createKey(file, passphrase, 'promise', 'ec');
  return {
    config: readConfig({ KEYSTORE_FILE: file, KEYSTORE_PASSPHRASE: passphrase }),
    keys: () => Keystore.open(file, passphrase),
  };
}

describe('the key for verification receipts', () => {
  it('is made with every other key, and by the embedded start for a folder that lacks it, once', async () => {
    await createKeys(join(root, 'keys'), [], now, '演练证照库');
    const files = keyFiles(join(root, 'keys'));
    const registry = readFileSync(files.registry.passphraseFile, 'utf8');
    const made = Keystore.open(files.registry.file, registry);
    expect(made.ec('verification').certificates).toEqual([]);
    rmSync(files.registry.file);
    createKeystore(files.registry.file, registry);
    await createKey(files.registry.file, registry, 'carrier', 'ec');
    const given = { registryName: '演练证照库', addCarrier: () => Promise.reject(new Error('it is there')) };
    const first = (await openKeys(root, [], given)).keystore.ec('verification').keyId;
    expect((await openKeys(root, [], given)).keystore.ec('verification').keyId).toBe(first);
  });

  it('is added once, and says that the list must be published', async () => {
    const { config, keys } = await older('added');
    expect(await addVerificationKey(config, [])).toContain('elicence trust publish');
    const { keyId } = keys().ec('verification');
    await expect(addVerificationKey(config, [])).rejects.toThrow('there is a key named verification already');
    expect(keys().ec('verification').keyId).toBe(keyId);
    await expect(addVerificationKey(config, ['file.p12'])).rejects.toThrow('usage');
  });

  it('is renewed by another one; the former stays aside', async () => {
    const { config, keys } = await older('renewed');
    await expect(renewVerificationKey(config, [])).rejects.toThrow('there is no ec key named verification');
    await addVerificationKey(config, []);
    const former = keys().ec('verification').keyId;
    const aside = `verification/${Buffer.from(former, 'base64url').subarray(0, 8).toString('hex')}`;
    expect(await renewVerificationKey(config, [])).toContain(aside);
    expect(keys().ec(aside).keyId).toBe(former);
    expect(keys().ec('verification').keyId).not.toBe(former);
  });
});
