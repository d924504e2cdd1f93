import { pictureOf, webpOf } from './codecs.js';
import { shrink } from './shrink.js';

/** Bytes that a portrait in a printed code takes: a face is known by it, and the code stays one that a camera reads. */
export const miniatureBytes = 1_000;

const steps = [
  [96, 128],
  [72, 96],
  [48, 64],
  [36, 48],
] as const;

/**
 * Makes the portrait of a licence so small that it fits into an offline QR: a lossy WebP within `maxBytes`, at most 96 by
 * 128 dots and fewer when so few bytes don't hold them. The JPEG is one that the catalogue has taken.
 *
 * @throws Error when no size fits
 */
export async function miniaturePortrait(jpeg: Uint8Array, maxBytes: number = miniatureBytes): Promise<Uint8Array> {
  const picture = await pictureOf(jpeg);
  for (const [width, height] of steps) {
    const small = shrink(picture, width, height);
    // The encoder aims and may miss by some bytes.
    for (const share of [1, 0.9, 0.75]) {
      const webp = await webpOf(small, Math.floor(maxBytes * share));
      if (webp.length <= maxBytes) return webp;
    }
  }
  throw new Error(`no portrait fits into ${maxBytes} bytes`);
}
