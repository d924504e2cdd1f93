import { MAX_TEXT } from './read-question.js';

/** What a chosen file holds: texts (of its QR codes, or its own), or why none could be read. */
export type FileReading = { kind: 'texts'; texts: string[] } | { kind: 'no-qr' | 'file-too-large' | 'file-unreadable' };

const MAX_PICTURE = 25 * 1024 * 1024;

/** Reads a picture's QR codes (the reader is loaded when first needed) or a text file's content. Never throws. */
export async function readLicenceFile(file: File): Promise<FileReading> {
  try {
    if (file.type.startsWith('image/')) {
      if (file.size > MAX_PICTURE) return { kind: 'file-too-large' };
      const { readQrCodes } = await import('../kit/qr-reader.js');
      const texts = await readQrCodes(file);
      return texts.length > 0 ? { kind: 'texts', texts } : { kind: 'no-qr' };
    }
    if (file.size > 4 * MAX_TEXT) return { kind: 'file-too-large' };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? { kind: 'file-unreadable' } : { kind: 'texts', texts: [text] };
  } catch {
    return { kind: 'file-unreadable' };
  }
}
