import type { Result } from '../core/index.js';
import type { PdfInput, PdfRefusal } from './pdf/index.js';

/** What the thread is asked to do. It holds no key and no connection: what needs one it asks for. */
export type PageTask =
  | { do: 'pdf'; input: PdfInput; certificates: readonly string[]; stamps: boolean }
  | { do: 'preview'; pdf: Uint8Array; width: number }
  | { do: 'miniature'; jpeg: Uint8Array };

/** What it answers; whatever it throws comes as `fault`. */
export type PageAnswer =
  | { pdf: Result<Uint8Array, PdfRefusal> }
  | { png: Uint8Array }
  | { webp: Uint8Array }
  | { fault: string };

/** What it asks for on its way: the carrier key's signature over data, or a time stamp. */
export interface PageNeed {
  needs: 'signature' | 'time-stamp';
  data: Uint8Array;
}

/** What it is given then; undefined when it can't be had. */
export interface PageGift {
  given: Uint8Array | undefined;
}
