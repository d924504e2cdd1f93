import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nodeCrypto } from '../../platform/index.js';
import { readCertificate } from '../x509/read-certificate.js';
import { createKeystore, importPkcs12 } from './edit-keystore.js';
import { Keystore } from './keystore.js';

const folder = mkdtempSync(join(tmpdir(), 'keystore-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('taking in a PKCS#12 file', () => {
  it('makes a signer with its certificates, and a refusal changes nothing', async () => {
    const keystore = { file: join(folder, 'keys.json'), passphrase: 'a passphrase for tests' };
    createKeystore(keystore.file, keystore.passphrase);
    const bytes = readFileSync(new URL('../../../test/vectors/pkcs12/department-p256.p12', import.meta.url));
    const refused = await importPkcs12(keystore, 'authority/11430000006122244L', bytes, 'wrong');
    expect(refused).toMatchObject({ ok: false, code: 'pkcs12-passphrase-wrong' });
    expect(Keystore.open(keystore.file, keystore.passphrase).names()).toEqual([]);

    const taken = await importPkcs12(keystore, 'authority/11430000006122244L', bytes, 'test-passphrase');
    expect(taken.ok).toBe(true);
    const signer = Keystore.open(keystore.file, keystore.passphrase).ec('authority/11430000006122244L');
    const { publicKey } = readCertificate(signer.certificates[0]!);
    expect(nodeCrypto.verifyEs256(publicKey, Buffer.from('x'), signer.sign(Buffer.from('x')))).toBe(true);
  });
});
