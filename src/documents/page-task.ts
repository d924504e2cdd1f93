import type { Result } from '../core/index.js';
import type { PdfInput, PdfRefusal, UnsignedPdf } from './pdf/index.js';

/** What the thread is asked to do. It holds no key and no connection. */
export type PageTask =
  | { do: 'lay-out'; input: PdfInput }
  | { do: 'preview'; pdf: Uint8Array; width: number }
  | { do: 'miniature'; jpeg: Uint8Array };

/** What it answers; whatever it throws comes as `fault`. */
export type PageAnswer =
  | { laid: Result<UnsignedPdf, PdfRefusal> }
  | { png: Uint8Array }
  | { webp: Uint8Array }
  | { fault: string };
