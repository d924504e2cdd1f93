import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../platform/index.js';
import { createKey, createKeystore, type EcSigner, Keystore, openCa } from '../../signing/index.js';
import { openKeys } from '../embedded/keys.js';
import { createKeys, keyFiles } from '../keys/create-keys.js';
import { addCarrierKey, renewCarrierKey } from './carrier-key.js';

const root = mkdtempSync(join(tmpdir(), 'elicence-carrier-key-'));
const made = keyFiles(join(root, 'made'));
const now = Date.parse('2026-11-25T00:00:00Z');
const department = fileURLToPath(new URL('../../../test/vectors/pkcs12/department-p256.p12', import.meta.url));
const passphrase = 'a passphrase for tests';

beforeAll(() => createKeys(join(root, 'made'), [], now, '演练证照库'));
afterAll(() => rmSync(root, { recursive: true }));

/** The trust root of a registry that was made, beside a keystore from before there were carriers. */
async function older(name: string) {
  const folder = join(root, name);
  cpSync(join(root, 'made'), folder, { recursive: true });
  const files = keyFiles(folder);
  rmSync(files.caCertificate);
  rmSync(files.registry.file);
  const registry = readFileSync(files.registry.passphraseFile, 'utf8');
  createKeystore(files.registry.file, registry);
  await createKey(files.registry.file, registry, 'promise', 'ec');
  const config = readConfig({
    KEYSTORE_FILE: files.registry.file,
    KEYSTORE_PASSPHRASE_FILE: files.registry.passphraseFile,
    TRUST_KEYSTORE_FILE: files.trust.file,
    TRUST_KEYSTORE_PASSPHRASE_FILE: files.trust.passphraseFile,
    REGISTRY_NAME_ZH: '云渡市电子证照库',
  });
  return { folder, files, config, keystore: () => Keystore.open(files.registry.file, registry) };
}

function chainOf({ certificates }: EcSigner): X509Certificate[] {
  return certificates.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
}

function signs(signer: EcSigner): boolean {
  const data = Buffer.from('carrier');
  const key = chainOf(signer)[0]!.publicKey;
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signer.sign(data));
}

describe('the key for carriers', () => {
  it('is made with every other key, certified in the registry’s name by the authority whose certificate lies beside', () => {
    const signer = Keystore.open(made.registry.file, readFileSync(made.registry.passphraseFile, 'utf8')).ec('carrier');
    const [leaf, authority] = chainOf(signer) as [X509Certificate, X509Certificate];
    expect(leaf.subject).toBe('C=CN\nO=演练证照库\nCN=演练证照库');
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(new X509Certificate(readFileSync(made.caCertificate)).raw.equals(authority.raw)).toBe(true);
    expect(signs(signer)).toBe(true);
  });

  it('is added to an older keystore once, and leaves the other keys and the trust root as they were', async () => {
    const { files, config, keystore } = await older('added');
    const promise = keystore().ec('promise').keyId;
    const trust = readFileSync(files.trust.file);
    expect(await addCarrierKey(config, [], now)).toContain('elicence trust publish');
    const signer = keystore().ec('carrier');
    const [leaf, authority] = chainOf(signer) as [X509Certificate, X509Certificate];
    expect(leaf.subject).toContain('O=云渡市电子证照库');
    const ca = openCa(files.trust.file, readFileSync(files.trust.passphraseFile, 'utf8'), 'demo-ca');
    expect(leaf.verify(createPublicKey(ca.privateKey))).toBe(true);
    expect(readFileSync(files.caCertificate, 'utf8')).toBe(authority.toString());
    expect(keystore().ec('promise').keyId).toBe(promise);
    expect(readFileSync(files.trust.file).equals(trust)).toBe(true);
    await expect(addCarrierKey(config, [], now)).rejects.toThrow('there is a key named carrier already');
    expect(keystore().ec('carrier').keyId).toBe(signer.keyId);
  });

  it('is taken from a PKCS#12 file instead, without the trust root', async () => {
    const { config, keystore } = await older('imported');
    const alone = { ...config, TRUST_KEYSTORE_FILE: undefined, PKCS12_PASSPHRASE: 'test-passphrase' };
    await expect(addCarrierKey({ ...alone, PKCS12_PASSPHRASE: 'wrong' }, [department], now)).rejects.toThrow(
      'pkcs12-passphrase-wrong',
    );
    expect(keystore().has('carrier')).toBe(false);
    await addCarrierKey(alone, [department], now);
    expect(chainOf(keystore().ec('carrier'))[0]!.subject).toContain('O=Test department');
    expect(signs(keystore().ec('carrier'))).toBe(true);
  });

  it('is renewed by another one; the former stays under the name that its codes have', async () => {
    const { config, keystore } = await older('renewed');
    await expect(renewCarrierKey(config, [], now)).rejects.toThrow('there is no ec key named carrier');
    await addCarrierKey(config, [], now);
    const former = keystore().ec('carrier');
    const aside = `carrier/${Buffer.from(former.keyId, 'base64url').subarray(0, 8).toString('hex')}`;
    expect(await renewCarrierKey(config, [], now)).toContain(aside);
    expect(keystore().ec(aside)).toMatchObject({ keyId: former.keyId, certificates: former.certificates });
    expect(keystore().ec('carrier').keyId).not.toBe(former.keyId);
    expect(signs(keystore().ec('carrier'))).toBe(true);
    const names = keystore().names();
    await expect(renewCarrierKey(config, ['none.p12'], now)).rejects.toThrow('PKCS12_PASSPHRASE');
    expect(keystore().names()).toEqual(names);
  });

  it('needs the authority or a file, and says so', async () => {
    const { config } = await older('lacking');
    await expect(addCarrierKey({ ...config, TRUST_KEYSTORE_FILE: undefined }, [], now)).rejects.toThrow(
      'TRUST_KEYSTORE_FILE',
    );
    await expect(addCarrierKey(config, ['a.p12', 'b.p12'], now)).rejects.toThrow('usage');
    expect(() => openCa(config.TRUST_KEYSTORE_FILE!, passphrase, 'demo-ca')).toThrow('wrong passphrase');
  });
});

describe('the embedded start of a folder from before there were carriers', () => {
  it('adds the key once', async () => {
    const { folder, config } = await older('keys');
    let added = 0;
    const given = {
      registryName: '演练证照库',
      addCarrier: async () => {
        added += 1;
        await addCarrierKey(config, [], now);
      },
    };
    expect(folder).toBe(join(root, 'keys'));
    const { keystore } = await openKeys(root, [], given);
    expect(chainOf(keystore.ec('carrier'))[0]!.subject).toContain('O=云渡市电子证照库');
    await openKeys(root, [], given);
    expect(added).toBe(1);
  });
});
