import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatLicenceFile, type LicenceFile } from '../../../core/index.js';
import { Carriers } from '../../../core/verification/testing/carriers.js';
import { newWitness, statementOf } from '../../../core/verification/testing/witness.js';
import { at, hour, iso, World } from '../../../core/verification/testing/world.js';
import { readConfig } from '../../../platform/index.js';
import { verifyCommand } from './verify-command.js';

const w = new World();
const c = new Carriers(w);
const witness = newWitness('witness.example');
const { receipt, anchors } = w.log(w.issued, [
  '2026-02-27T00:00:10.000Z',
  '2026-03-01T00:00:10.000Z',
  '2026-03-02T01:00:10.000Z',
]);
const master = `${w.issued.credential.split('~')[0]}~`;
const whole: LicenceFile = {
  carrier: { kind: 'sd-jwt', content: w.issued.credential },
  receipt: { ...receipt } as unknown as LicenceFile['receipt'],
  statusToken: w.statusToken(0),
  anchors: anchors.map((anchor) => witness.cosign(statementOf(w, anchor), at)),
  made: iso(at),
};
const written = (file: LicenceFile) => {
  const text = formatLicenceFile(file);
  if (!text.ok) throw new Error(text.code);
  return text.value;
};

describe('elicence verify, of carriers', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-verify-carriers-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const judge = (content: string | Buffer, when = at) => {
    const path = (name: string, text: string | Buffer) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const keys = [...w.list.keys, c.listed()];
    const trust = path('trust.jws', w.trustJws({ keys, witnesses: [witness.listed] }));
    const config = readConfig({ TRUST_ROOT_JWK: JSON.stringify(w.root.jwk) });
    return verifyCommand(config, [path('licence', content), '--trust', trust, '--at', iso(when)]);
  };

  it.each<[string, LicenceFile]>([
    ['the master', whole],
    ['an offline code', { ...whole, carrier: { kind: 'qr', content: c.qr() }, master }],
    ['a vc+jwt', { ...whole, carrier: { kind: 'vc-jwt', content: c.vc() }, master }],
  ])('finds a licence file with %s valid with what is in it', async (_what, file) => {
    const { said, exitCode } = await judge(written(file));
    expect(said).toContain('attestation: passed (anchored-by-statement)');
    expect(said).toContain('status: passed (status-active)');
    expect(exitCode).toBe(0);
  });

  it.each<[string, string, string]>([
    [
      'no master beside the code',
      written({ ...whole, carrier: { kind: 'qr', content: c.qr() } }),
      'attestation: indeterminate (master-not-in-hand)',
    ],
    ['no statement', written({ ...whole, anchors: [] }), 'attestation: indeterminate'],
    ['no status', written({ ...whole, statusToken: null }), 'status: indeterminate (status-unavailable)'],
    ['no receipt', written({ ...whole, receipt: null }), 'attestation: indeterminate'],
    ['a code alone', `${c.qr()}\n`, 'attestation: indeterminate (master-not-in-hand)'],
    ['a vc+jwt alone', c.vc(), 'attestation: indeterminate (master-not-in-hand)'],
  ])('leaves %s open', async (_what, content, line) => {
    const { said, exitCode } = await judge(content);
    expect(said).toContain(line);
    expect([said.split('\n')[0], exitCode]).toEqual(['indeterminate', 2]);
  });

  it.each<[string, string | Buffer, string]>([
    ['a revoked licence', written({ ...whole, statusToken: w.statusToken(1) }), 'status: failed (status-invalid)'],
    ['a carrier of another key', c.qr({}, c.stranger), 'integrity: failed (carrier-signer-unknown)'],
    [
      'a code with a character changed',
      c.qr().replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      'integrity: failed',
    ],
    [
      'a code beside another master',
      written({
        ...whole,
        carrier: { kind: 'qr', content: c.qr() },
        master: `${w.issue({}).credential.split('~')[0]}~`,
      }),
      'integrity: failed (carrier-of-another-master)',
    ],
    ['bytes that only begin as a PDF', Buffer.from('%PDF-1.7 nothing else'), 'integrity: failed (carrier-malformed)'],
    [
      'a receipt that was changed',
      written({ ...whole, receipt: { ...receipt, index: 0 } as never }),
      'attestation: failed',
    ],
  ])('finds %s invalid', async (_what, content, line) => {
    const { said, exitCode } = await judge(content);
    expect(said).toContain(line);
    expect(exitCode).toBe(1);
  });

  it('finds a status that is too old for its token open', async () => {
    expect(await judge(written(whole), at + 100 * hour)).toMatchObject({ exitCode: 2 });
  });

  it.each<[string, string | Buffer]>([
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['nothing', ''],
    ['a licence file with a member that has no place', written(whole).replace('{', '{"trust":"x",')],
    ['an answer without a credential', '{"carriers":{}}'],
  ])('does not judge %s', async (_what, content) => {
    await expect(judge(content)).rejects.toThrow(/nothing that can be verified|no licence file|no credential/);
  });
});
