import { licenceFileLimits, recogniseBytes } from '@elicence/core';
import { MAX_TEXT } from './read-question.js';

/** What a chosen file holds: texts (of its QR codes, or its own), a document to be sent whole, or why none could be read. */
export type FileReading =
  | { kind: 'texts'; texts: string[] }
  | { kind: 'document'; file: Blob }
  | { kind: 'no-qr' | 'file-too-large' | 'file-unreadable' };

const MAX_PICTURE = 25 * 1024 * 1024;

/**
 * Reads a picture's QR codes (the reader is loaded when first needed), or by its bytes a PDF, a licence file or a text file.
 * Never throws.
 */
export async function readLicenceFile(file: File): Promise<FileReading> {
  try {
    if (file.type.startsWith('image/') || (await isPicture(file))) {
      if (file.size > MAX_PICTURE) return { kind: 'file-too-large' };
      const { readQrCodes } = await import('../kit/qr-reader.js');
      const texts = await readQrCodes(file);
      return texts.length > 0 ? { kind: 'texts', texts } : { kind: 'no-qr' };
    }
    if (file.size > licenceFileLimits.length) return { kind: 'file-too-large' };
    const bytes = new Uint8Array(await file.arrayBuffer());
    const brought = recogniseBytes(bytes);
    if (brought?.kind === 'pdf' || brought?.kind === 'json' || brought?.kind === 'vc-jwt') {
      return { kind: 'document', file: new Blob([bytes]) };
    }
    if (file.size > 4 * MAX_TEXT) return { kind: 'file-too-large' };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? { kind: 'file-unreadable' } : { kind: 'texts', texts: [text] };
  } catch {
    return { kind: 'file-unreadable' };
  }
}

/** How PNG, JPEG, GIF and WebP begin: a scanner's or another program's file may come without a media type. */
const pictureMarks = [/^\x89PNG/, /^\xff\xd8\xff/, /^GIF8/, /^RIFF.{4}WEBP/s];

async function isPicture(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...head);
  return pictureMarks.some((mark) => mark.test(text));
}
