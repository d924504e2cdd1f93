import { type Picture, readPicture } from '@elicence/core/picture';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Without this the reader would fetch its wasm from somebody else's server.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
});

/** Longest side of a picture that is looked at: a phone's photograph has far more pixels than its codes need. */
const LONGEST = 2400;

/** Texts of the QR codes in a picture or in the current frame of a video; throws on what is not a picture. */
export async function readQrCodes(source: Blob | HTMLVideoElement): Promise<string[]> {
  // Decoded here: the reader knows few kinds of pictures, and a blob: address is what the content security policy forbids.
  const bitmap = await createImageBitmap(source);
  try {
    return await readPicture(pixelsOf(bitmap), (picture, options) => readBarcodes(picture as ImageData, options));
  } finally {
    bitmap.close();
  }
}

function pixelsOf(bitmap: ImageBitmap): Picture {
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas to draw on');
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
