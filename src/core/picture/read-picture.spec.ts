import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { create } from 'qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Attempt, type Picture, readPicture } from './read-picture.js';

const text =
  'https://licences.example.gov.cn/v/1.2.156.3005.2.11100000000013127D001.11470100994700010D.0000000001.001.H';
const { modules } = create(text, { errorCorrectionLevel: 'Q' });
const [pixels, quiet] = [7, 4];
const width = (modules.size + 2 * quiet) * pixels;

/** The code from straight above, white where `lost` says so (in modules). */
function picture(lost: (row: number, column: number) => boolean): Picture {
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let i = 0; i < width * width; i++) {
    const [row, column] = [Math.floor(i / width / pixels) - quiet, Math.floor((i % width) / pixels) - quiet];
    const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
    if (inside && modules.get(row, column) && !lost(row, column)) data.fill(20, 4 * i, 4 * i + 3);
  }
  return { width, height: width, data };
}

let asked: Attempt[];
async function read(seen: Picture, attempt: Attempt) {
  asked.push(attempt);
  return readBarcodes({ ...seen, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0], attempt);
}

describe('reading the codes in a picture', () => {
  const last = modules.size - 1;

  beforeAll(() => {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });
  });

  it('asks once where a code is seen at once', async () => {
    asked = [];
    expect(
      await readPicture(
        picture(() => false),
        read,
      ),
    ).toEqual([text]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['upper left', 0, 0],
    ['upper right', 0, last],
    ['lower left', last, 0],
  ])('puts back a finder pattern that is lost: the %s one', async (_, row, column) => {
    const seen = picture((r, c) => Math.hypot(r - row, c - column) < 9);
    asked = [];
    expect(await readBarcodes({ ...seen, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0])).toEqual([]);
    expect(await readPicture(seen, read)).toEqual([text]);
    expect(asked.length).toBeGreaterThan(3);
  });

  it('reads nothing, and soon gives up, where two are lost or there is no code', async () => {
    for (const lost of [(r: number, c: number) => Math.abs(r - c) > last - 12, () => true]) {
      asked = [];
      expect(await readPicture(picture(lost), read)).toEqual([]);
      expect(asked).toHaveLength(3);
    }
  });
});
