import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readPicture } from '../../src/core/picture/index.js';
import type { PrintedCode } from './codes.js';
import { photographed, printed } from './paper.js';
import type { Grey } from './picture.js';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

function pixelsOf({ width, height, data: grey }: Grey) {
  const data = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (let i = 0; i < grey.length; i++) data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey[i]!;
  return { width, height, data };
}

/** Reads as the verify page does: its attempts, the same zxing-wasm. */
export const textsIn = (picture: Grey): Promise<string[]> =>
  readPicture(pixelsOf(picture), (pixels, attempt) =>
    readBarcodes({ ...pixels, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0], attempt),
  );

/** Of each seed whether the whole text is read from its photograph, and no other text with it. */
export async function readAll(code: PrintedCode, seeds: readonly number[]): Promise<boolean[]> {
  const paper = printed(code.modules, code.side);
  const read: boolean[] = [];
  for (const seed of seeds) {
    const texts = await textsIn(photographed(paper, seed));
    read.push(texts.length === 1 && texts[0] === code.text);
  }
  return read;
}
