import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import encodeWebp, { init as initWebp } from '@jsquash/webp/encode.js';

/** A picture of dots: red, green, blue and opacity, a byte each. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Browsers have it, Node has not, and the decoder makes one of what it read. */
class ImageData implements Picture {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

const resolve = createRequire(import.meta.url).resolve;
type Instance = { exports: object };
type Instantiate = (imports: object, ready: (instance: Instance) => void) => object;

// Node's types leave it to those of a browser.
const wasm = Reflect.get(globalThis, 'WebAssembly') as {
  compile(bytes: Uint8Array): Promise<object>;
  Instance: new (module: object, imports: object) => Instance;
};

/** The codecs look for their WebAssembly over the network; it is handed to them. */
async function fromFile(path: string): Promise<{ instantiateWasm: Instantiate }> {
  const module = await wasm.compile(Uint8Array.from(await readFile(resolve(path))));
  return {
    instantiateWasm: (imports, ready) => {
      const instance = new wasm.Instance(module, imports);
      ready(instance);
      return instance.exports;
    },
  };
}

let started: Promise<void> | undefined;

async function start(): Promise<void> {
  Object.assign(globalThis, { ImageData: Reflect.get(globalThis, 'ImageData') ?? ImageData });
  await initJpeg(await fromFile('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  await initWebp(await fromFile('@jsquash/webp/codec/enc/webp_enc_simd.wasm'));
}

/** Decodes a JPEG that the catalogue has taken for a portrait: the decoder is not shown anything else. */
export async function pictureOf(jpeg: Uint8Array): Promise<Picture> {
  started ??= start();
  await started;
  return (await decodeJpeg(Uint8Array.from(jpeg).buffer)) as Picture;
}

/** A lossy WebP of about so many bytes, without metadata; the same picture gives the same bytes. */
export async function webpOf(picture: Picture, aim: number): Promise<Uint8Array> {
  started ??= start();
  await started;
  const options = { target_size: aim, pass: 6, method: 6 };
  return new Uint8Array(await encodeWebp(picture as never, options));
}
