import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Without this the reader would fetch its wasm from somebody else's server.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
});
const detector = new BarcodeDetector({ formats: ['qr_code'] });

/** Texts of the QR codes in a picture or in the current frame of a video; throws on what is not a picture. */
export async function readQrCodes(source: Blob | HTMLVideoElement): Promise<string[]> {
  // Decoded here: the detector would fall back to a blob: address, which the content security policy forbids.
  const found = await detector.detect(source instanceof Blob ? await createImageBitmap(source) : source);
  return [...new Set(found.map((code) => code.rawValue).filter((text) => text !== ''))];
}
