import { createCipheriv, createHmac } from 'node:crypto';

/** Entries of one status list. */
export const statusListSize = 2 ** 17;

const rounds = 8;
const tableSize = 512;

/**
 * A keyed permutation of the places of one list: an alternating Feistel network on 9 and 8 bits whose round functions are
 * tables of key stream. Licences that were issued one after the other get places that tell nothing of each other, and
 * no place is drawn twice.
 */
export function statusPermutation(secret: Buffer, list: number): (n: number) => number {
  const key = createHmac('sha256', secret).update(`elicence-status-list-v1\0${list}`).digest();
  const zeros = Buffer.alloc(rounds * tableSize * 2);
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(zeros);
  const table = Uint16Array.from({ length: rounds * tableSize }, (_, i) => stream.readUInt16LE(i * 2));
  return (n) => {
    let left = n >>> 8;
    let right = n & 0xff;
    for (let round = 0; round < rounds; round += 2) {
      left ^= (table[round * tableSize + right] as number) & 0x1ff;
      right ^= (table[(round + 1) * tableSize + left] as number) & 0xff;
    }
    return (left << 8) | right;
  };
}
