import type { HuffmanTable, JpegFrame } from './jpeg-tables.js';

/** Bits of entropy-coded data; a byte ff is followed by a stuffed 00. */
class Bits {
  private left = 0;
  private byte = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** The next bit; NaN where the data end. */
  next(): number {
    if (this.left === 0) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || (byte === 0xff && this.bytes[this.at++] !== 0)) return Number.NaN;
      this.byte = byte;
      this.left = 8;
    }
    this.left--;
    return (this.byte >> this.left) & 1;
  }

  skip(count: number): boolean {
    for (let n = 0; n < count; n++) if (Number.isNaN(this.next())) return false;
    return true;
  }

  symbol({ symbols, first, end, place }: HuffmanTable): number | undefined {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = code * 2 + this.next();
      if (Number.isNaN(code)) return undefined;
      if (code < end[length]!) return symbols[place[length]! + code - first[length]!];
    }
    return undefined;
  }

  /** Where the data end; `undefined` when what is left of the last byte is not all ones. */
  finish(): number | undefined {
    const rest = 2 ** this.left - 1;
    return (this.byte & rest) === rest ? this.at : undefined;
  }
}

/**
 * Walks a baseline scan from its first byte and gives where it ends: every block of the picture, no bit more; `undefined`
 * for data that a decoder would have to guess at.
 */
export function walkScan(
  bytes: Uint8Array,
  start: number,
  { width, height, components }: JpegFrame,
): number | undefined {
  const alone = components.length === 1;
  const across = alone ? 1 : Math.max(...components.map((one) => one.across));
  const down = alone ? 1 : Math.max(...components.map((one) => one.down));
  const units = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  const bits = new Bits(bytes, start);
  for (let unit = 0; unit < units; unit++) {
    for (const component of components) {
      const blocks = alone ? 1 : component.across * component.down;
      for (let n = 0; n < blocks; n++) if (!walkBlock(bits, component.dc!, component.ac!)) return undefined;
    }
  }
  return bits.finish();
}

function walkBlock(bits: Bits, dc: HuffmanTable, ac: HuffmanTable): boolean {
  const size = bits.symbol(dc);
  if (size === undefined || !bits.skip(size)) return false;
  for (let at = 1; at < 64; at++) {
    const symbol = bits.symbol(ac);
    if (symbol === undefined) return false;
    if (symbol === 0) return true;
    at += symbol >> 4;
    if (at > 63 || !bits.skip(symbol & 15)) return false;
  }
  return true;
}
