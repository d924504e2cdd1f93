import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { fakeCamera, launchBrowser } from './browser.js';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });
const film = join(tmpdir(), `elicence-film-${process.pid}.y4m`);
afterAll(() => rm(film, { force: true }));

describe('the test browser', () => {
  it('films a QR code that a reader can read', async () => {
    const text =
      'http://127.0.0.1:3000/v/1.2.156.3005.2.11100000MB03271699001.113700000045046442.Z.999.Z#0123456789ABCDEF';
    await fakeCamera(text, film);
    const bytes = await readFile(film);
    const start = bytes.indexOf('FRAME\n') + 6;
    const data = new Uint8ClampedArray(640 * 480 * 4).fill(255);
    for (let pixel = 0; pixel < 640 * 480; pixel++) data.fill(bytes[start + pixel]!, pixel * 4, pixel * 4 + 3);
    const found = await readBarcodes(
      { data, width: 640, height: 480, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0],
      {
        formats: ['QRCode'],
      },
    );
    expect(found.map((code) => code.text)).toEqual([text]);
  });

  it('refuses a text that would be too fine to film', async () => {
    await expect(fakeCamera('x'.repeat(2200), film)).rejects.toThrow(RangeError);
  });

  it('starts a Chromium that renders a page', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent('<h1>证照</h1>');
      expect(await page.textContent('h1')).toBe('证照');
    } finally {
      await browser.close();
    }
  });
});
