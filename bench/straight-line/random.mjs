// Random bytes from a pool, time-ordered ids, codes that people can read aloud.
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.length;

export function randoms(size) {
  if (used + size > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += size;
  return Buffer.from(pool.subarray(used - size, used));
}

let last = 0;
let counter = 0;

/** UUIDv7 as 16 bytes, in order within this process. */
export function uuidv7(now) {
  counter = now > last ? 0 : counter + 1;
  last = Math.max(now, last);
  const id = randoms(16);
  id.writeUIntBE(last, 0, 6);
  id.writeUInt16BE(0x7000 | (counter & 0xfff), 6);
  id[8] = 0x80 | (id[8] & 0x3f);
  if (counter === 0xfff) {
    last++;
    counter = -1;
  }
  return id;
}

export function uuidText(id) {
  const h = id.toString('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}

/** 16 characters of Crockford's base32: 80 random bits. */
export function randomCode() {
  let code = '';
  for (const byte of randoms(16)) code += '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31];
  return code;
}

/** What reading aloud does to a code, undone; undefined when it is none. */
export function normalCode(text) {
  if (typeof text !== 'string' || text.length > 48) return undefined;
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : undefined;
}

/** 20 characters: nine of the millisecond, eleven at random. */
export function newSerial(now) {
  let serial = now.toString(36).toUpperCase().padStart(9, '0');
  while (serial.length < 20)
    for (const byte of randoms(16))
      if (byte < 252 && serial.length < 20) serial += '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[byte % 36];
  return serial;
}
