import { describe, expect, it } from '@jest/globals';
import { formatLicenceFile, type LicenceFile, licenceFileLimits } from '../../core/index.js';
import { at, iso, World } from '../../core/verification/testing/world.js';
import { readUpload } from './read-upload.js';

const w = new World();
const { credential } = w.issued;
const receipt = { ...w.log(w.issued).receipt } as unknown as NonNullable<LicenceFile['receipt']>;
const master = `${credential.split('~')[0]}~`;
const file = (change: Partial<LicenceFile>) => {
  const whole = { carrier: { kind: 'sd-jwt', content: credential } as const, receipt, statusToken: null, anchors: [] };
  const text = formatLicenceFile({ ...whole, made: iso(at), ...change });
  if (!text.ok) throw new Error(text.code);
  return text.value;
};
const read = (content: string | Uint8Array) =>
  readUpload(Buffer.from(content as string), { pictures: { textsIn: async () => undefined }, ownAddresses: [] });

describe('an upload', () => {
  it.each<[string, string, unknown]>([
    ['a credential', ` ${credential}\n`, { kind: 'credential', credential }],
    ['a vc+jwt', 'aa.bb.cc\n', { kind: 'carrier', carrier: { kind: 'vc-jwt', content: 'aa.bb.cc' } }],
    ['an offline code', 'ELC1:AB C', { kind: 'carrier', carrier: { kind: 'qr', content: 'ELC1:AB C' } }],
    [
      'a bundle',
      JSON.stringify({ credential: 'x', receipt: { a: 1 } }),
      { kind: 'credential', credential: 'x', receipt: { a: 1 } },
    ],
    ['a licence file', file({}), { kind: 'credential', credential, receipt }],
    ['one from before the anchor', file({ receipt: { ...receipt, anchor: null } }), { kind: 'credential', credential }],
    [
      'one with a code',
      file({ carrier: { kind: 'qr', content: 'ELC1:AB' }, master, receipt: null }),
      { kind: 'carrier', carrier: { kind: 'qr', content: 'ELC1:AB' }, master },
    ],
  ])('is known by its content: %s', async (_what, content, subject) => {
    expect(await read(content)).toEqual(subject);
  });

  it('gives a PDF byte for byte, alone and out of a licence file', async () => {
    const content = new TextEncoder().encode('%PDF-1.7\n…');
    const subject = { kind: 'carrier', carrier: { kind: 'pdf', content } };
    expect(await read(content)).toEqual(subject);
    expect(await read(file({ carrier: { kind: 'pdf', content }, receipt: null }))).toEqual(subject);
  });

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['what is no text', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['JSON of another kind', '{"a":1}'],
    ['a licence file with more', file({}).replace('{', '{"verdict":"valid",')],
    ['another version', file({}).replace('elicence/1', 'elicence/2')],
    ['a bundle over its limit', JSON.stringify({ credential: 'x'.repeat(300_000) })],
    ['a text over its limit', `${credential}${'~x'.repeat(150_000)}`],
    ['a PDF over its limit', `%PDF-1.7${' '.repeat(licenceFileLimits.pdfBytes)}`],
    ['a text of something else', 'hello'],
  ])('is refused: %s', async (_what, content) => {
    await expect(read(content)).rejects.toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  });
});
