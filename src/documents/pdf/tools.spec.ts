import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithTools } from '../../../test/support/tools.js';
import { householdRegisterType } from '../../entry/demo/world/types/household-register.js';
import { createKeys, keyFiles } from '../../entry/keys/create-keys.js';
import { Keystore } from '../../signing/index.js';
import { makePdf } from './make-pdf.js';
import { printed, signatureOf } from './testing/pdf.fixture.js';

const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' });

const input = printed(householdRegisterType, '云渡市公安局');
const folder = mkdtempSync(join(tmpdir(), 'elicence-pdf-'));
const keys = keyFiles(join(folder, 'keys'));
const file = join(folder, 'licence.pdf');
const inFolder = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

// The keys of a registry as its ceremony makes them, and the certificate that lies beside them.
beforeAll(async () => {
  await createKeys(join(folder, 'keys'), [], Date.now(), '云渡市电子证照库');
  const keystore = Keystore.open(keys.registry.file, readFileSync(keys.registry.passphraseFile, 'utf8'));
  const made = await makePdf(input, keystore.ec('carrier'));
  if (!made.ok) throw new Error(made.code);
  writeFileSync(file, made.value);
  const { cms, content } = signatureOf(Buffer.from(made.value));
  inFolder('cms.der', cms);
  inFolder('content', content);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWithTools('OpenSSL on a PDF', ['openssl'], () => {
  it('verifies the CMS to the authority and its binding to the certificate', () => {
    const verify = (content: string) =>
      spawnSync('openssl', [
        ...['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', join(folder, 'cms.der')],
        ...['-content', content, '-CAfile', keys.caCertificate, '-purpose', 'any', '-out', join(folder, 'out')],
      ]).status;
    expect(verify(join(folder, 'content'))).toBe(0);
    expect(verify(inFolder('other', Buffer.from('other')))).not.toBe(0);
  });
});

describeWithTools('pdfsig on a PDF', ['pdfsig', 'certutil'], () => {
  /** An NSS database that trusts these certificates for signatures. */
  const database = (name: string, ...trusted: string[]): string => {
    const home = join(folder, name);
    mkdirSync(home);
    run('certutil', '-N', '-d', `sql:${home}`, '--empty-password');
    for (const certificate of trusted)
      run('certutil', '-A', '-d', `sql:${home}`, '-n', 'authority', '-t', 'C,C,C', '-i', certificate);
    return home;
  };
  const report = (nss: string, pdf = file) => spawnSync('pdfsig', ['-nssdir', nss, pdf], { encoding: 'utf8' }).stdout;

  it('finds a valid signature of the whole file and, the demo’s authority trusted, a trusted certificate', () => {
    const said = report(database('trusting', keys.caCertificate));
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Certificate Validation: Certificate is Trusted.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('云渡市电子证照库');
  });

  it('does not trust the certificate without that authority', () => {
    const said = report(database('new'));
    expect(said).toContain('Signature is Valid.');
    expect(said).not.toContain('Certificate is Trusted.');
    expect(said).toMatch(/Certificate Validation: Certificate (issuer )?is/);
  });

  it('finds a changed file', () => {
    const changed = readFileSync(file);
    const at = changed.indexOf('/Lang (zh-CN)');
    expect(at).toBeGreaterThan(0);
    changed[at + 7]! ^= 1;
    expect(report(join(folder, 'trusting'), inFolder('changed.pdf', changed))).not.toContain('Signature is Valid.');
  });
});

describeWithTools('poppler on a PDF', ['pdffonts', 'pdfdetach', 'pdftotext'], () => {
  it('finds the fonts embedded, the master as it was and the text of the page', () => {
    const fonts = run('pdffonts', file).trim().split('\n').slice(2);
    expect(fonts.every((line) => /Identity-H\s+yes yes yes/.test(line))).toBe(true);
    expect(fonts).toHaveLength(2);
    run('pdfdetach', '-save', '1', '-o', join(folder, 'master'), file);
    expect(readFileSync(join(folder, 'master')).equals(input.master)).toBe(true);
    const text = run('pdftotext', file, '-').replace(/\s/g, '');
    for (const said of ['居民户口簿', input.licence.identifier, input.licence.masterDigest])
      expect(text).toContain(said);
  });
});

describeWithTools('qpdf on a PDF', ['qpdf'], () => {
  it('finds nothing wrong', () => {
    expect(run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
  });
});
