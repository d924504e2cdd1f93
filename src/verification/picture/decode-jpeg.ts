import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import decode, { init } from '@jsquash/jpeg/decode.js';
import type { Picture } from '../../core/picture/index.js';
import { PictureUnreadable } from './decode-png.js';
import { Shrinking } from './shrink.js';

/** Browsers have it, Node has not, and the decoder makes one of what it read. */
class ImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

let wasmBinary: Buffer | undefined;
let started: Promise<void> | undefined;

async function start(): Promise<void> {
  Object.assign(globalThis, { ImageData: Reflect.get(globalThis, 'ImageData') ?? ImageData });
  wasmBinary ??= readFileSync(createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  // What it says of a stranger's bytes is nothing for our log.
  await init({ wasmBinary, printErr: () => undefined } as never);
}

/** Decodes a JPEG whose head was inspected, and shrinks it. @throws PictureUnreadable */
export async function decodeJpeg(bytes: Uint8Array, longest: number): Promise<Picture> {
  started ??= start();
  await started;
  const { width, height, data } = await decode(Uint8Array.from(bytes).buffer).catch((cause: unknown) => {
    // The decoder gives up its whole instance with a file that it does not like.
    started = undefined;
    throw new PictureUnreadable('jpeg', { cause });
  });
  const shrinking = new Shrinking(width, height, longest);
  const line = new Uint8ClampedArray(width * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      line[3 * x] = data[from]!;
      line[3 * x + 1] = data[from + 1]!;
      line[3 * x + 2] = data[from + 2]!;
    }
    shrinking.addRow(line);
  }
  return shrinking.picture();
}
