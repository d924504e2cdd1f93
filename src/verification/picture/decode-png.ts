import { constants, inflateSync } from 'node:zlib';
import type { Picture } from '../../core/picture/index.js';
import { pictureLimits } from './inspect-picture.js';
import { Shrinking } from './shrink.js';

/** The picture is damaged, or of a form that is not read. */
export class PictureUnreadable extends Error {}

const channelsOf: Record<number, number | undefined> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Record<number, readonly number[] | undefined> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Chunks {
  head: Buffer;
  palette: Buffer | undefined;
  data: Buffer[];
}

/**
 * Decodes a PNG whose head was inspected; shrunk while it is read. Ancillary chunks are passed over unread (a colour
 * profile inflates too), interlaced ones are refused, and what inflates to more than its rows is.
 *
 * @throws PictureUnreadable
 */
export function decodePng(bytes: Uint8Array, longest: number): Picture {
  const { head, palette, data } = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const [depth, colour, compression, filter, interlace] = [...head.subarray(8, 13)] as [
    number,
    number,
    number,
    number,
    number,
  ];
  const channels = channelsOf[colour];
  if (!channels || !depthsOf[colour]?.includes(depth) || compression !== 0 || filter !== 0) throw unreadable('head');
  if (interlace !== 0) throw unreadable('interlaced');
  if (colour === 3 && palette === undefined) throw unreadable('no palette');
  const row = Math.ceil((width * channels * depth) / 8);
  const size = (row + 1) * height;
  if (size > pictureLimits.rowBytes) throw unreadable('too many bytes');
  const rows = inflated(data, size);
  const shrinking = new Shrinking(width, height, longest);
  const step = Math.max(1, (channels * depth) >> 3);
  const line = new Uint8ClampedArray(width * 3);
  let before: Uint8Array = new Uint8Array(row);
  for (let y = 0; y < height; y++) {
    const at = y * (row + 1);
    const raw = rows.subarray(at + 1, at + 1 + row);
    unfilter(rows[at]!, raw, before, step);
    before = raw;
    paint(raw, line, { width, depth, colour, channels, palette });
    shrinking.addRow(line);
  }
  return shrinking.picture();
}

function chunksOf(file: Buffer): Chunks {
  const found: { head?: Buffer; palette?: Buffer; data: Buffer[] } = { data: [] };
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const content = file.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > file.length) throw unreadable('cut short');
    at += 12 + length;
    if (name === 'IHDR' && (found.head || length !== 13)) throw unreadable('two heads');
    if (name === 'IHDR') found.head = content;
    if (name === 'PLTE') found.palette = content;
    if (name === 'IDAT') found.data.push(content);
    if (name === 'IEND') break;
  }
  const { head, palette, data } = found;
  if (!head || data.length === 0) throw unreadable('no picture');
  return { head, palette, data };
}

function inflated(data: readonly Buffer[], size: number): Buffer {
  try {
    const rows = inflateSync(Buffer.concat(data), { maxOutputLength: size, finishFlush: constants.Z_SYNC_FLUSH });
    if (rows.length === size) return rows;
  } catch {
    // told below
  }
  throw unreadable('rows');
}

/** PNG §9: each byte of a row was told by what is left of it, above it, or both. */
function unfilter(kind: number, row: Uint8Array, above: Uint8Array, step: number): void {
  if (kind > 4) throw unreadable('filter');
  if (kind === 0) return;
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : row[i - step]!;
    const up = above[i]!;
    const corner = i < step ? 0 : above[i - step]!;
    const told = kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    row[i] = row[i]! + told;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

interface Form {
  width: number;
  depth: number;
  colour: number;
  channels: number;
  palette: Buffer | undefined;
}

/** One row as red, green and blue; what is transparent shows white behind it. */
function paint(row: Uint8Array, line: Uint8ClampedArray, { width, depth, colour, channels, palette }: Form): void {
  const most = (1 << Math.min(depth, 8)) - 1;
  const bytes = depth === 16 ? 2 : 1;
  const sample = (n: number): number => {
    if (depth >= 8) return row[n * bytes]!;
    const bit = n * depth;
    return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & most;
  };
  for (let x = 0; x < width; x++) {
    const at = x * channels;
    const first = sample(at);
    const hasAlpha = colour >= 4;
    const alpha = hasAlpha ? sample(at + channels - 1) / 255 : 1;
    for (let c = 0; c < 3; c++) {
      const value =
        colour === 3 ? (palette![3 * first + c] ?? 0) : channels >= 3 ? sample(at + c) : (first * 255) / most;
      line[3 * x + c] = alpha === 1 ? value : value * alpha + 255 * (1 - alpha);
    }
  }
}

const unreadable = (why: string) => new PictureUnreadable(why);
