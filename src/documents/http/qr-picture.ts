import { create, toBuffer, toString as toText } from 'qrcode';
import { offlineQrLimits, qrFormOf } from '../../core/index.js';

/** The text of an offline QR as a picture of its code with its quiet zone; the same text gives the same picture. */
export async function qrPicture(text: string, mediaType: 'image/svg+xml' | 'image/png'): Promise<Buffer> {
  const options = { ...formOf(text), margin: 4 };
  if (mediaType === 'image/png') return toBuffer(text, { ...options, type: 'png', scale: 6 });
  return Buffer.from(await toText(text, { ...options, type: 'svg' }));
}

/** The large form with a portrait needs every module for itself. */
function formOf(text: string): { errorCorrectionLevel: 'H' | 'Q' | 'M' | 'L'; version?: number } {
  if (text.length > offlineQrLimits.textLength) return { errorCorrectionLevel: 'L' };
  return qrFormOf(text, (errorCorrectionLevel) => create(text, { errorCorrectionLevel }).version);
}
