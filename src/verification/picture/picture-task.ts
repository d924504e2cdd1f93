import type { PictureHead } from './inspect-picture.js';

/** A picture to search for QR codes. */
export interface PictureTask {
  kind: PictureHead['kind'];
  bytes: Uint8Array;
}

/** The distinct texts of its codes; why it can't be decoded; or a fault of the reading itself. */
export type PictureAnswer = { texts: string[] } | { unreadable: string } | { fault: string };
