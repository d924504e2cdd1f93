import { ok, type Result, refuse } from '../../core/index.js';

/** Bounds of a picture that is read: its pixels by its own header, and the bytes that its rows inflate to. */
export const pictureLimits = { pixels: 16_000_000, rowBytes: 66_000_000 } as const;

/** What a picture's header says, before any of its content is decoded. */
export interface PictureHead {
  kind: 'png' | 'jpeg';
  width: number;
  height: number;
}

export type PictureRefusal = 'picture-unsupported' | 'picture-unreadable' | 'picture-too-large';

const pngMark = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegMark = [0xff, 0xd8, 0xff];
/** GIF, BMP, TIFF (both byte orders), JPEG XL and JPEG 2000. */
const otherMarks = [
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
  [0xff, 0x0a],
  [0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20],
  [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
];

/**
 * Reads of a picture what it is, by its bytes, and how large it says it is. Undefined for what begins like no picture.
 */
export function inspectPicture(bytes: Uint8Array): Result<PictureHead, PictureRefusal> | undefined {
  if (beginsWith(bytes, pngMark)) return bounded(pngHead(bytes));
  if (beginsWith(bytes, jpegMark)) return bounded(jpegHead(bytes));
  return isOtherPicture(bytes) ? refuse('picture-unsupported') : undefined;
}

function isOtherPicture(bytes: Uint8Array): boolean {
  if (otherMarks.some((mark) => beginsWith(bytes, mark))) return true;
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  // WebP; HEIC and AVIF.
  return (tag(0) === 'RIFF' && tag(8) === 'WEBP') || (tag(4) === 'ftyp' && bytes[0] === 0);
}

const beginsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

function bounded(head: PictureHead | undefined): Result<PictureHead, PictureRefusal> {
  if (head === undefined || head.width === 0 || head.height === 0) return refuse('picture-unreadable');
  if (head.width * head.height <= pictureLimits.pixels) return ok(head);
  return refuse('picture-too-large', `${head.width} × ${head.height} pixels, at most ${pictureLimits.pixels} in all`);
}

const word = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const long = (bytes: Uint8Array, at: number) => word(bytes, at) * 65_536 + word(bytes, at + 2);

function pngHead(bytes: Uint8Array): PictureHead | undefined {
  const first = String.fromCharCode(...bytes.subarray(12, 16));
  if (bytes.length < 33 || first !== 'IHDR' || long(bytes, 8) !== 13) return undefined;
  return { kind: 'png', width: long(bytes, 16), height: long(bytes, 20) };
}

/** By the first frame header; segments must stand one behind the other, so that the decoder meets the same one first. */
function jpegHead(bytes: Uint8Array): PictureHead | undefined {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Baseline, extended and progressive; other processes (arithmetic, lossless) are not read.
    if (marker >= 0xc0 && marker <= 0xc2)
      return { kind: 'jpeg', height: word(bytes, at + 5), width: word(bytes, at + 7) };
    const isSegment = (marker >= 0xe0 && marker <= 0xef) || [0xc4, 0xdb, 0xdd, 0xfe].includes(marker);
    const length = word(bytes, at + 2);
    if (!isSegment || length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}
