// npm run test:print -- --seeds 200: how many photographs of each type's codes are read, and whether that is enough.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { licenceTypes } from '../../src/entry/demo/world/index.js';
import { largestOfflineQr, onlineQr } from './largest.js';
import { type Grey, photographed, printed } from './paper.js';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' } } });
const seeds = Number(values.seeds);
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

async function says({ width, height, data }: Grey, text: string): Promise<boolean> {
  const pixels = Uint8ClampedArray.from({ length: data.length * 4 }, (_, i) => (i % 4 === 3 ? 255 : data[i >> 2]!));
  const found = await readBarcodes({ data: pixels, width, height, colorSpace: 'srgb' }, { formats: ['QRCode'] });
  return found.some((one) => one.text === text);
}

/** Share of the photographs, one a seed, that a reader gets the whole text from. */
async function rate(text: string, dots: number): Promise<number> {
  const paper = printed(text, dots);
  let read = 0;
  for (let seed = 1; seed <= seeds; seed++) if (await says(photographed(paper, seed), text)) read++;
  return read / seeds;
}

// At 300 dpi 8 dots are 0.68 mm and 6 dots 0.51 mm a module.
for (const type of licenceTypes) {
  const online = await rate(onlineQr(type), 8);
  const offline = await rate(largestOfflineQr(type), 6);
  console.log(`${type.name.en}: online ${(online * 100).toFixed(1)} %, offline ${(offline * 100).toFixed(1)} %`);
  if (online < 0.95 || offline < 0.85) process.exitCode = 1;
}
