import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { householdRegisterType } from '../../entry/demo/world/types/household-register.js';
import { makePdf } from './make-pdf.js';
import { carrierSigner, printed, signatureOf } from './testing/pdf.fixture.js';

// Tools of others; where a machine lacks one, the rest still judge.
const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined;
const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' });

const input = printed(householdRegisterType, '云渡市公安局');
let folder: string;
let file: string;
const inFolder = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const pem = (der: string) =>
  `-----BEGIN CERTIFICATE-----\n${der.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elicence-pdf-'));
  const signer = await carrierSigner();
  const made = await makePdf(input, signer);
  if (!made.ok) throw new Error(made.code);
  file = inFolder('licence.pdf', made.value);
  const { cms, content } = signatureOf(Buffer.from(made.value));
  inFolder('cms.der', cms);
  inFolder('content', content);
  inFolder('ca.pem', pem(signer.certificates[1]!));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('tools of others, where they are on the machine, agree', () => {
  it('OpenSSL verifies the CMS to the authority and its binding to the certificate', () => {
    if (!has('openssl')) return;
    const verify = (content: string) =>
      spawnSync('openssl', [
        ...['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', join(folder, 'cms.der')],
        ...['-content', content, '-CAfile', join(folder, 'ca.pem'), '-purpose', 'any', '-out', join(folder, 'out')],
      ]).status;
    expect(verify(join(folder, 'content'))).toBe(0);
    expect(verify(inFolder('other', Buffer.from('other')))).not.toBe(0);
  });

  it('poppler finds a valid signature of the whole file, the fonts embedded and the master as it was', () => {
    if (has('pdfsig')) {
      const report = run('pdfsig', '-nocert', file);
      expect(report).toContain('Signature is Valid');
      expect(report).toContain('Total document signed');
    }
    if (has('pdffonts')) {
      const fonts = run('pdffonts', file).trim().split('\n').slice(2);
      expect(fonts.every((line) => /Identity-H\s+yes yes yes/.test(line))).toBe(true);
      expect(fonts).toHaveLength(2);
    }
    if (has('pdfdetach')) {
      run('pdfdetach', '-save', '1', '-o', join(folder, 'master'), file);
      expect(readFileSync(join(folder, 'master')).equals(input.master)).toBe(true);
    }
    if (has('pdftotext')) {
      const text = run('pdftotext', file, '-').replace(/\s/g, '');
      for (const said of ['居民户口簿', input.licence.identifier, input.licence.masterDigest])
        expect(text).toContain(said);
    }
  });

  it('qpdf finds nothing wrong', () => {
    if (has('qpdf')) expect(run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
  });
});
