import { randomChunk } from '../platform/index.js';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const timeLength = 9;
const randomLength = 11;

/**
 * A serial number 流水号 (GB/T 36904: digits and capital letters): 9 characters of the moment in milliseconds, so that the
 * unique index grows at its right edge, and 11 random ones (56 bits), so that nobody guesses a neighbour.
 */
export function newSerial(now: number): string {
  let serial = now.toString(36).toUpperCase().padStart(timeLength, '0');
  while (serial.length < timeLength + randomLength) {
    // 252 = 7 · 36: a remainder of more would prefer the first letters
    for (const byte of randomChunk(16))
      if (byte < 252 && serial.length < timeLength + randomLength) serial += alphabet[byte % 36];
  }
  return serial;
}
