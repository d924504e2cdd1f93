import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKeys, keyFiles } from '../../src/entry/keys/create-keys.js';
import { createKey, createKeystore, Keystore } from '../../src/signing/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'elicence-older-'));
const files = keyFiles(join(folder, 'keys'));

/** What the embedded start does to a folder from before there were carriers, built as it runs. */
const embeddedStep = `
import { addCarrierKey } from '${root}dist/src/entry/embedded/add-carrier-key.js';
import { keyFiles } from '${root}dist/src/entry/keys/create-keys.js';
await addCarrierKey(keyFiles(process.argv[1]), '演练证照库', (line) => process.stdout.write(line + '\\n'));
`;
const passphrase = () => readFileSync(files.registry.passphraseFile, 'utf8');
const env = {
  PATH: process.env.PATH,
  KEYSTORE_FILE: files.registry.file,
  KEYSTORE_PASSPHRASE_FILE: files.registry.passphraseFile,
  TRUST_KEYSTORE_FILE: files.trust.file,
  TRUST_KEYSTORE_PASSPHRASE_FILE: files.trust.passphraseFile,
};
const elicence = (...args: string[]) => run(process.execPath, [join(root, 'bin/elicence.mjs'), ...args], { env });

describe('a data folder from before there were carriers', () => {
  beforeAll(async () => {
    await createKeys(join(folder, 'keys'), [], Date.now(), '演练证照库');
    rmSync(files.registry.file);
    rmSync(files.caCertificate);
    createKeystore(files.registry.file, passphrase());
    await createKey(files.registry.file, passphrase(), 'promise', 'ec');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gets the key by a process of its own, and one line about it', async () => {
    const step = () =>
      run(process.execPath, ['--input-type=module', '-e', embeddedStep, join(folder, 'keys')], {
        env: { PATH: env.PATH },
      });
    const { stdout } = await step();
    expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('the key "carrier"')]);
    expect(stdout).toContain(files.caCertificate);
    expect(Keystore.open(files.registry.file, passphrase()).ec('carrier').certificates).toHaveLength(2);
    expect(readFileSync(files.caCertificate, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    await expect(step()).rejects.toThrow('there is a key named carrier already');
  });

  it('is told by the command line to publish the list when the key is renewed', async () => {
    await expect(elicence('keys', 'add', 'carrier')).rejects.toThrow('there is a key named carrier already');
    expect((await elicence('keys', 'renew-carrier')).stdout).toContain('elicence trust publish');
    const names = (await elicence('keys', 'list')).stdout.trim().split('\n');
    expect(names).toEqual(['promise', expect.stringMatching(/^carrier\/[0-9a-f]{16}$/), 'carrier']);
  });
});
