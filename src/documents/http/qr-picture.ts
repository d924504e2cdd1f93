import { create, toBuffer, toString as toText } from 'qrcode';

const options = { errorCorrectionLevel: 'M', margin: 4 } as const;

/** The text of an offline QR as a picture of its code, level M with its quiet zone; the same text gives the same picture. */
export async function qrPicture(text: string, mediaType: 'image/svg+xml' | 'image/png'): Promise<Buffer> {
  if (mediaType === 'image/png') return toBuffer(text, { ...options, type: 'png', scale: 6 });
  return Buffer.from(await toText(text, { ...options, type: 'svg' }));
}

/** Side of the code in modules. */
export const qrSize = (text: string): number => create(text, options).modules.size;
