import { inflateSync } from 'fflate';

/**
 * Unpacks one plain gzip member (RFC 1952) within `maxLength` bytes; `undefined` for one with optional header parts, a
 * wrong checksum or length, a stream cut short, and bytes behind it.
 */
export function gunzip(data: Uint8Array, maxLength: number): Uint8Array | undefined {
  const plain = data.length >= 20 && data[0] === 0x1f && data[1] === 0x8b && data[2] === 8 && data[3] === 0;
  if (!plain) return undefined;
  const length = readUint32(data, data.length - 4);
  if (length > maxLength) return undefined;
  const stream = data.subarray(10, data.length - 8);
  // fflate drops what passes the end of a given buffer, so one byte more than said tells that there was more.
  const output = inflate(stream, length + 1);
  if (output?.length !== length || crc32(output) !== readUint32(data, data.length - 8)) return undefined;
  // It does not tell where the stream ended: without its last byte it must be incomplete.
  return inflate(stream.subarray(0, -1), length + 1) === undefined ? output.slice() : undefined;
}

function inflate(stream: Uint8Array, length: number): Uint8Array | undefined {
  try {
    return inflateSync(stream, { out: new Uint8Array(length) });
  } catch {
    return undefined;
  }
}

const table = new Uint32Array(256).map((_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

function crc32(data: Uint8Array): number {
  let word = 0xffffffff;
  for (let i = 0; i < data.length; i++) word = (word >>> 8) ^ (table[(word ^ (data[i] as number)) & 255] as number);
  return (word ^ 0xffffffff) >>> 0;
}

function readUint32(data: Uint8Array, at: number): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(at, true);
}
