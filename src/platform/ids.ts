import { randomBytes, randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.length;

/** Random bytes out of a pool that is refilled as a whole: one system call for hundreds of small draws. Never shared twice. */
export function randomChunk(size: number): Buffer {
  if (size > pool.length) return randomBytes(size);
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const chunk = Buffer.from(pool.subarray(used, used + size));
  pool.fill(0, used, used + size);
  used += size;
  return chunk;
}

const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
let lastMs = 0;
let counter = 0;

/** UUIDv7 (RFC 9562) with a 12-bit counter inside one millisecond, so that ids of one process keep their order. */
export function uuidv7(now: number): string {
  if (now > lastMs) {
    lastMs = now;
    counter = randomChunk(2).readUInt16BE() & 0x3ff;
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  const random = randomChunk(8);
  const high = Math.floor(lastMs / 0x1_0000);
  const low = lastMs % 0x1_0000;
  const h = (n: number): string => hex[n & 0xff]!;
  return (
    `${h(high >>> 24)}${h(high >>> 16)}${h(high >>> 8)}${h(high)}-${h(low >>> 8)}${h(low)}` +
    `-${h(0x70 | (counter >>> 8))}${h(counter)}-${h(0x80 | (random[0]! & 0x3f))}${h(random[1]!)}` +
    `-${h(random[2]!)}${h(random[3]!)}${h(random[4]!)}${h(random[5]!)}${h(random[6]!)}${h(random[7]!)}`
  );
}
