import { type GreyPicture, greyOf } from './dark.js';
import { mended } from './mended.js';

/** A picture as a canvas gives it: red, green, blue and alpha of each pixel. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** What zxing-wasm is asked to do. */
export interface Attempt {
  formats: ['QRCode'];
  tryHarder: boolean;
  tryRotate: boolean;
  tryInvert: boolean;
  tryDownscale: boolean;
  tryDenoise: boolean;
  binarizer: 'LocalAverage' | 'GlobalHistogram';
}

/** zxing-wasm's `readBarcodes`. */
export type Read = (picture: Picture, attempt: Attempt) => Promise<readonly { text: string }[]>;

const usual: Attempt = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 'LocalAverage',
};
const attempts: Attempt[] = [usual, { ...usual, binarizer: 'GlobalHistogram' }, { ...usual, tryDenoise: true }];
// A mended picture is upright and of the right size.
const again: Attempt[] = attempts.map((one) => ({ ...one, tryRotate: false, tryInvert: false })).slice(1);
const MOST_MENDED = 24;

/**
 * Texts of the QR codes in a picture: as it is, and where none is seen, straightened and with a finder pattern put back that
 * a glare may hide. Stops at the first attempt that reads something.
 */
export async function readPicture(picture: Picture, read: Read): Promise<string[]> {
  for (const attempt of attempts) {
    const texts = await textsOf(picture, attempt, read);
    if (texts.length > 0) return texts;
  }
  let left = MOST_MENDED;
  for (const one of mended(greyOf(picture))) {
    const coloured = colourOf(one);
    for (const attempt of again) {
      const texts = await textsOf(coloured, attempt, read);
      if (texts.length > 0) return texts;
    }
    left -= 1;
    if (left === 0) break;
  }
  return [];
}

async function textsOf(picture: Picture, attempt: Attempt, read: Read): Promise<string[]> {
  return [...new Set((await read(picture, attempt)).map((code) => code.text).filter((text) => text !== ''))];
}

function colourOf({ width, height, grey }: GreyPicture): Picture {
  const data = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (let i = 0; i < grey.length; i++) {
    data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey[i]!;
  }
  return { width, height, data };
}
