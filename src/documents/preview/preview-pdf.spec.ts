import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decode } from 'fast-png';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { businessLicenceType } from '../../entry/demo/world/types/business-licence.js';
import { makePdf } from '../pdf/index.js';
import { carrierSigner, printed } from '../pdf/testing/pdf.fixture.js';
import { previewPdf } from './preview-pdf.js';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

const same = (one: Uint8Array | undefined, other: Uint8Array) => one !== undefined && Buffer.compare(one, other) === 0;
const input = printed(businessLicenceType, '云渡市市场监督管理局');
let pdf: Uint8Array;
let png: Uint8Array;

beforeAll(async () => {
  const made = await makePdf(input, await carrierSigner());
  if (!made.ok) throw new Error(made.code);
  pdf = made.value;
  png = await previewPdf(pdf, { width: 1240 });
});

describe('the preview of a PDF', () => {
  it('is a PNG of the width asked for, in the proportion of the page', async () => {
    expect(decode(png)).toMatchObject({ width: 1240, height: 877, channels: 3, depth: 8 });
    expect(decode(await previewPdf(pdf, { width: 390 }))).toMatchObject({ width: 390, height: 276 });
  });

  it('is the same to the byte from the same PDF, also when others are drawn beside it', async () => {
    const [one, , other] = await Promise.all([1240, 390, 1240].map((width) => previewPdf(pdf, { width })));
    expect([same(one, png), same(other, png)]).toEqual([true, true]);
  });

  it('shows what the page shows: a white edge, the red of the seal, and a code that says where to verify', async () => {
    const { data, width } = decode(png);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    const { seal } = input.template;
    const [x, y] = [seal.x + seal.diameter / 2, seal.y + seal.diameter / 2].map((mm) => Math.round((mm * width) / 297));
    const [red, green, blue] = data.subarray((y! * width + x!) * 3);
    expect(red! - Math.max(green!, blue!)).toBeGreaterThan(80);
    const [code] = await readBarcodes(png, { formats: ['QRCode'], tryHarder: true });
    expect(code?.text).toBe(input.qr);
  });

  it.each([
    ['a width that is no number of dots', () => previewPdf(pdf, { width: 390.5 })],
    ['a picture that nobody asked for in earnest', () => previewPdf(pdf, { width: 100_000 })],
    ['a file that is too big', () => previewPdf(new Uint8Array(5_000_000), { width: 390 })],
    ['what is no PDF', () => previewPdf(Buffer.from('%PDF-1.7\nno more'), { width: 390 })],
    ['nothing', () => previewPdf(new Uint8Array(0), { width: 390 })],
  ])('refuses %s', async (_, draw) => {
    await expect(draw()).rejects.toThrow();
    expect(same(await previewPdf(pdf, { width: 1240 }), png)).toBe(true);
  });
});
