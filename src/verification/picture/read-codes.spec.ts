import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Overloaded, type ThreadOptions } from '../../platform/index.js';
import { pictureLimits } from './inspect-picture.js';
import { pictureThreadDefaults, ReadCodes } from './read-codes.js';
import { asJpeg, asPng, blank, chunk, codes, type PngForm } from './testing/pictures.js';

const faults: unknown[] = [];
const options: ThreadOptions = {
  ...pictureThreadDefaults,
  entry: new URL('./picture-thread.entry.ts', import.meta.url),
  execArgv: ['--import', fileURLToPath(new URL('../../../test/support/typescript.mjs', import.meta.url))],
  timeoutMs: 30_000,
};
const log = { error: (fault: unknown) => void faults.push(fault) } as never;
const reader = new ReadCodes(log, options, { waiting: 16, patienceMs: 60_000 });
const others: ReadCodes[] = [];
const text = 'https://licences.example.gov.cn/v/1.2.156.3005.2.X#0123456789ABCDEF';
const code = codes(text);
const read = (bytes: Uint8Array) => reader.textsIn(bytes);

afterAll(() => Promise.all([reader, ...others].map((one) => one.close())));

describe(ReadCodes.name, () => {
  it.each<[string, PngForm]>([
    ['colours and opacity', {}],
    ['colours', { colour: 2 }],
    ['grey', { colour: 0 }],
    ['grey of one bit', { colour: 0, depth: 1 }],
    ['grey of two bits', { colour: 0, depth: 2 }],
    ['grey of four bits', { colour: 0, depth: 4 }],
    ['grey and opacity', { colour: 4 }],
    ['a palette', { colour: 3 }],
    ['a palette of one bit', { colour: 3, depth: 1 }],
    ['sixteen bits', { colour: 2, depth: 16 }],
    ['rows told by what is left', { filter: 1 }],
    ['rows told by what is above', { filter: 2 }],
    ['rows told by the mean', { colour: 2, filter: 3 }],
    ['rows told by the nearest', { colour: 2, filter: 4 }],
    ['chunks that nobody reads', { chunks: [chunk('iCCP', Buffer.from('x')), chunk('tEXt', Buffer.from('a\0b'))] }],
  ])('reads the code in a PNG with %s', async (_what, form) => {
    expect(await read(asPng(code, form))).toEqual({ ok: true, value: [text] });
  });

  it('reads it in a JPEG, baseline and progressive, and among more pixels than it looks at', async () => {
    expect(await read(await asJpeg(code))).toEqual({ ok: true, value: [text] });
    expect(await read(await asJpeg(code, { progressive: true }))).toEqual({ ok: true, value: [text] });
    const large = blank(3_000, 1_500);
    for (let y = 0; y < code.height; y++)
      large.data.set(code.data.subarray(4 * y * code.width, 4 * (y + 1) * code.width), 4 * (y * large.width + 100));
    expect(await read(asPng(large, { colour: 0 }))).toEqual({ ok: true, value: [text] });
  });

  it('gives every code in view once, and none where there is none', async () => {
    const three = await read(asPng(codes(text, 'another', text)));
    expect(three).toEqual({ ok: true, value: expect.arrayContaining([text, 'another']) });
    expect(three?.ok && three.value).toHaveLength(2);
    expect(await read(asPng(blank(64, 64)))).toEqual({ ok: true, value: [] });
  });

  it('takes for a picture what begins like one, and nothing else', async () => {
    for (const other of ['', 'eyJ', '%PDF-1.7', '{"a":1}', 'RIFFxxxx', 'PNG'])
      expect(await read(Buffer.from(other))).toBeUndefined();
    const kinds = ['GIF89a', 'BM', 'II*\0', 'RIFF\0\0\0\0WEBPVP8 ', '\0\0\0\x1cftypheic', '\0\0\0\x1cftypavif'];
    for (const kind of kinds)
      expect(await read(Buffer.from(`${kind}${'x'.repeat(40)}`, 'latin1'))).toMatchObject({
        code: 'picture-unsupported',
      });
  });

  const png = (form: PngForm) => asPng(code, form);
  const damaged = { code: 'picture-unreadable' };
  it.each<[string, () => Buffer | Promise<Buffer>, object]>([
    ['more pixels than are read', () => png({ said: { width: 4_001, height: 4_000 } }), { code: 'picture-too-large' }],
    [
      'pixels beyond counting',
      () => png({ said: { width: 2 ** 32 - 1, height: 2 ** 32 - 1 } }),
      { code: 'picture-too-large' },
    ],
    ['no pixels', () => png({ said: { width: 0 } }), damaged],
    ['rows that inflate to more', () => png({ data: deflateSync(Buffer.alloc(50_000_000)) }), damaged],
    ['rows that inflate to less', () => png({ said: { height: code.height + 1 } }), damaged],
    ['rows that are no deflate', () => png({ data: Buffer.from('nonsense') }), damaged],
    [
      'an unknown filter',
      () => png({ filter: 0, data: deflateSync(Buffer.alloc((code.width * 4 + 1) * code.height, 9)) }),
      damaged,
    ],
    ['interlacing', () => png({ interlace: 1 }), damaged],
    ['a depth that is none', () => png({ colour: 2, depth: 4 }), damaged],
    ['two heads', () => png({ chunks: [chunk('IHDR', Buffer.alloc(13))] }), damaged],
    ['no end', () => png({}).subarray(0, 300), damaged],
    [
      'a JPEG of more pixels',
      async () => sized(await asJpeg(blank(8, 8)), 5_000, 5_000),
      { code: 'picture-too-large' },
    ],
    ['a JPEG without a frame', () => Buffer.from('ffd8ffd9', 'hex'), damaged],
    ['a JPEG of another process', async () => marked(await asJpeg(blank(8, 8)), 0xc3), damaged],
  ])('refuses %s', async (_what, bytes, refusal) => {
    expect(await read(await bytes())).toMatchObject({ ok: false, ...refusal });
  });

  it('bounds the rows by their bytes too', () => {
    expect(pictureLimits.rowBytes).toBeLessThan(pictureLimits.pixels * 8);
  });

  it('ends a reading that takes too long or too much, says so, and reads the next', async () => {
    const hasty = new ReadCodes(log, { ...options, timeoutMs: 1 });
    others.push(hasty);
    for (let n = 0; n < 2; n++)
      expect(await hasty.textsIn(asPng(code))).toMatchObject({ ok: false, code: 'picture-too-costly' });
  });

  it('lets no more wait than it may, and none longer than it may', async () => {
    const narrow = new ReadCodes(log, options, { waiting: 2, patienceMs: -1 });
    others.push(narrow);
    const ends = await Promise.allSettled([1, 2, 3].map(() => narrow.textsIn(asPng(code))));
    for (const end of ends) expect((end as PromiseRejectedResult).reason).toBeInstanceOf(Overloaded);
  });

  it('meets whatever random damage does to a picture with a refusal or an answer', async () => {
    const genuine = [asPng(codes('a')), await asJpeg(codes('a')), await asJpeg(codes('a'), { progressive: true })];
    for (let n = 0; n < 45; n++) {
      const bytes = Buffer.from(genuine[n % 3]!);
      for (let hits = 0; hits < 1 + (n % 4); hits++)
        bytes[3 + ((n * 7_919 + hits * 104_729) % (bytes.length - 3))]! ^= 1 << (n % 8);
      const answer = await read(n % 5 === 0 ? bytes.subarray(0, (n * 31) % bytes.length) : bytes);
      if (answer && !answer.ok) expect(answer.code).toMatch(/^picture-/);
    }
    expect(faults).toEqual([]);
  });
});

/** The frame header of a JPEG says another size. */
function sized(jpeg: Buffer, width: number, height: number): Buffer {
  const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1]! >= 0xc0 && jpeg[i + 1]! <= 0xc2);
  const changed = Buffer.from(jpeg);
  changed.writeUInt16BE(height, at + 5);
  changed.writeUInt16BE(width, at + 7);
  return changed;
}

/** The frame header of a JPEG names another process. */
function marked(jpeg: Buffer, marker: number): Buffer {
  const changed = Buffer.from(jpeg);
  changed[jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1]! >= 0xc0 && jpeg[i + 1]! <= 0xc2) + 1] = marker;
  return changed;
}
