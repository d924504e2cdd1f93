import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js';
import { create } from 'qrcode';
import type { Picture } from '../../../core/picture/index.js';

const [pixels, quiet] = [4, 4];

/** QR codes side by side, black on white. */
export function codes(...texts: string[]): Picture {
  const all = texts.map((text) => create(text, { errorCorrectionLevel: 'M' }).modules);
  const side = Math.max(...all.map(({ size }) => size)) + 2 * quiet;
  const [width, height] = [side * pixels * Math.max(1, all.length), side * pixels];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  all.forEach((modules, n) => {
    for (let y = 0; y < modules.size * pixels; y++) {
      for (let x = 0; x < modules.size * pixels; x++) {
        const at = (quiet * pixels + y) * width + (n * side + quiet) * pixels + x;
        if (modules.get(Math.floor(y / pixels), Math.floor(x / pixels))) data.fill(0, 4 * at, 4 * at + 3);
      }
    }
  });
  return { width, height, data };
}

/** A picture with nothing on it. */
export const blank = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(255),
});

export interface PngForm {
  depth?: number;
  /** 0 grey, 2 colours, 3 palette, 4 grey and 6 colours with opacity. */
  colour?: 0 | 2 | 3 | 4 | 6;
  /** The filter of every row. */
  filter?: 0 | 1 | 2 | 3 | 4;
  interlace?: number;
  /** What the head says in place of the truth. */
  said?: { width?: number; height?: number };
  /** Compressed rows in place of the picture's. */
  data?: Buffer;
  /** Chunks before the picture's data. */
  chunks?: Buffer[];
}

const samplesOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Writes a PNG in one of its many forms. */
export function asPng({ width, height, data }: Picture, form: PngForm = {}): Buffer {
  const { depth = 8, colour = 6, filter = 0, interlace = 0, said = {} } = form;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(said.width ?? width, 0);
  head.writeUInt32BE(said.height ?? height, 4);
  head.set([depth, colour, 0, 0, interlace], 8);
  const samples = samplesOf[colour];
  const row = Math.ceil((width * samples * depth) / 8);
  const step = Math.max(1, (samples * depth) >> 3);
  const rows = Buffer.alloc((row + 1) * height);
  let above = Buffer.alloc(row);
  for (let y = 0; y < height; y++) {
    const line = Buffer.alloc(row);
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      const grey = data[from]!;
      const values = { 0: [grey], 2: [grey, grey, grey], 3: [grey], 4: [grey, 255], 6: [grey, grey, grey, 255] }[
        colour
      ];
      for (const [n, value] of values.entries()) put(line, x * samples + n, depth, value, colour);
    }
    rows[y * (row + 1)] = filter;
    for (let i = 0; i < row; i++) {
      rows[y * (row + 1) + 1 + i] = line[i]! - predicted(filter, line, above, i, step);
    }
    above = line;
  }
  const palette = colour === 3 ? [chunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]))] : [];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...palette,
    ...(form.chunks ?? []),
    chunk('IDAT', form.data ?? deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function put(line: Buffer, n: number, depth: number, value: number, colour: number): void {
  if (depth === 16) line.writeUInt16BE(value * 257, 2 * n);
  else if (depth === 8) line[n] = colour === 3 ? Number(value > 127) : value;
  else {
    const level = colour === 3 ? Number(value > 127) : value >> (8 - depth);
    const bit = n * depth;
    line[bit >> 3] = line[bit >> 3]! | (level << (8 - depth - (bit & 7)));
  }
}

function predicted(filter: number, line: Buffer, above: Buffer, i: number, step: number): number {
  const [left, up, corner] = [line[i - step] ?? 0, above[i]!, above[i - step] ?? 0];
  if (filter === 3) return (left + up) >> 1;
  if (filter < 4) return [0, left, up][filter]!;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

export function chunk(name: string, content: Buffer): Buffer {
  const whole = Buffer.alloc(content.length + 12);
  whole.writeUInt32BE(content.length, 0);
  whole.write(name, 4, 'latin1');
  content.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + content.length)), 8 + content.length);
  return whole;
}

let started: Promise<unknown> | undefined;

/** Writes a JPEG. */
export async function asJpeg(picture: Picture, options: { progressive?: boolean } = {}): Promise<Buffer> {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  started ??= init({ wasmBinary: readFileSync(wasm) } as never);
  await started;
  return Buffer.from(await encodeJpeg(picture as never, { quality: 85, ...options }));
}
