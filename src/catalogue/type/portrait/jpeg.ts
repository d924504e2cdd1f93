import { ok, type Result, refuse } from '../../../core/index.js';
import { walkScan } from './jpeg-scan.js';
import { type HuffmanTable, type JpegFrame, readFrame, readHuffman, readQuantisation } from './jpeg-tables.js';

/** Size of a picture in dots. */
export interface JpegSize {
  width: number;
  height: number;
}

interface Segments {
  quantisation: Set<number>;
  huffman: Map<number, HuffmanTable>;
  frame?: JpegFrame;
}

const markers = { app0: 0xe0, dqt: 0xdb, sof0: 0xc0, dht: 0xc4, sos: 0xda } as const;
const mostDots = 1024 * 1024;

/**
 * Reads a baseline JPEG (ITU-T T.81) with nothing in it but its picture: JFIF without a thumbnail, tables that are used,
 * one frame, one scan with every block and no more, no byte after its end. No EXIF, comment, profile or restart marker:
 * neither a place where somebody was nor bytes of another kind ride along.
 */
export function readBaselineJpeg(bytes: Uint8Array): Result<JpegSize, 'jpeg-refused'> {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return refuse('jpeg-refused', 'It is no JPEG');
  const segments: Segments = { quantisation: new Set(), huffman: new Map() };
  for (let at = 2; ; ) {
    const length = bytes[at] === 0xff ? bytes[at + 2]! * 256 + bytes[at + 3]! : Number.NaN;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (body.length !== length - 2) return refuse('jpeg-refused', 'A segment is cut short');
    const marker = bytes[at + 1]!;
    const fault = takeSegment(segments, marker, body, at === 2);
    if (fault !== undefined) return refuse('jpeg-refused', fault);
    at += 2 + length;
    if (marker === markers.sos) return readScan(bytes, at, segments.frame!);
  }
}

function readScan(bytes: Uint8Array, start: number, frame: JpegFrame): Result<JpegSize, 'jpeg-refused'> {
  const { width, height } = frame;
  if (width * height === 0 || width * height > mostDots)
    return refuse('jpeg-refused', 'It has no size or is too large');
  const end = walkScan(bytes, start, frame);
  if (end === undefined) return refuse('jpeg-refused', 'Its picture is cut short or damaged');
  const ends = bytes[end] === 0xff && bytes[end + 1] === 0xd9 && bytes.length === end + 2;
  return ends ? ok({ width, height }) : refuse('jpeg-refused', 'There is more in it than its picture');
}

function takeSegment(segments: Segments, marker: number, body: Uint8Array, first: boolean): string | undefined {
  switch (marker) {
    case markers.app0:
      return first && isJfif(body) ? undefined : 'Its first segment is not JFIF without a thumbnail';
    case markers.dqt:
      return readQuantisation(body, segments.quantisation) ? undefined : 'A quantisation table is not of 8 bits';
    case markers.dht:
      return readHuffman(body, segments.huffman) ? undefined : 'A Huffman table is malformed';
    case markers.sof0:
      if (segments.frame !== undefined) return 'It has a second frame';
      segments.frame = readFrame(body);
      return segments.frame ? undefined : 'Its frame is not one of grey or three colours in 8 bits';
    case markers.sos:
      return openScan(segments, body) ? undefined : 'It is not one scan with the tables that it uses';
    default:
      return 'It is not baseline, or holds more than a picture (EXIF, a comment, a profile)';
  }
}

function isJfif(body: Uint8Array): boolean {
  const name = [0x4a, 0x46, 0x49, 0x46, 0];
  return body.length === 14 && name.every((byte, n) => body[n] === byte) && body[12] === 0 && body[13] === 0;
}

/** Gives each component its tables; every table must be used, so that none is a place to hide bytes in. */
function openScan({ frame, quantisation, huffman }: Segments, body: Uint8Array): boolean {
  if (frame === undefined || body.length !== 4 + 2 * frame.components.length) return false;
  const used = new Set<number>();
  for (const [n, component] of frame.components.entries()) {
    const tables = body[2 + 2 * n]!;
    const [dc, ac] = [tables >> 4, 0x10 | (tables & 15)];
    component.dc = huffman.get(dc);
    component.ac = huffman.get(ac);
    if (body[1 + 2 * n] !== component.id || !component.dc || !component.ac) return false;
    used.add(dc).add(ac);
  }
  const asked = new Set(frame.components.map((one) => one.quantisation));
  const [start, end, precision] = body.subarray(-3);
  const known = asked.size === quantisation.size && [...asked].every((id) => quantisation.has(id));
  const baseline = body[0] === frame.components.length && start === 0 && end === 63 && precision === 0;
  return known && baseline && used.size === huffman.size;
}
