import type { PdfFont } from './fonts.js';
import { demand, notOurs } from './form.js';
import { type Box, type Colour, combine, type Matrix } from './geometry.js';
import type { State } from './graphics.js';
import { arrayOf } from './match.js';
import { nameOf, numbers, type Operation } from './operators.js';

/** Glyphs that were written in one go, and where. */
export interface Piece {
  mcid: number;
  text: string;
  size: number;
  colour: Colour;
  /** Where the first glyph begins and the last ends, on the line on which they stand. */
  from: number;
  to: number;
  line: number;
  /** What the eye sees of it: without blanks at the ends, a little within the glyphs. */
  seen?: Box;
}

/** Sizes of type between these alone. */
const sizes = { least: 3, most: 80 };

/** The text object that is being written. */
export class TextWriter {
  #font: PdfFont | undefined;
  #size = 0;
  #matrix: Matrix | undefined;
  open = false;

  constructor(readonly fonts: ReadonlyMap<string, PdfFont>) {}

  /** Does an operation on text: the piece that it wrote, `true` where it wrote none, `false` for one that is no such. */
  run({ operator, operands }: Operation, state: State, mcid: number | undefined): Piece | boolean {
    if (!/^(?:BT|ET|T[a-zA-Z])$/.test(operator)) return false;
    if (operator === 'BT') {
      demand(!this.open, 'operator-misplaced', operator);
      [this.open, this.#font, this.#matrix] = [true, undefined, undefined];
      return true;
    }
    demand(this.open, 'operator-misplaced', operator);
    switch (operator) {
      case 'ET':
        this.open = false;
        return true;
      case 'Tm':
        this.#matrix = numbers(operands) as unknown as Matrix;
        return true;
      case 'Tf':
        this.#font = this.fonts.get(nameOf(operands[0])) ?? notOurs('resource-unknown', 'Tf');
        this.#size = numbers(operands.slice(1))[0] as number;
        demand(this.#size >= sizes.least && this.#size <= sizes.most, 'text-too-small');
        return true;
      case 'Tc':
        state.spacing = numbers(operands)[0] as number;
        demand(state.spacing >= 0 && state.spacing <= 60, 'text-squeezed');
        return true;
      default:
        return this.#write(operands, state, mcid);
    }
  }

  #write(operands: Operation['operands'], state: State, mcid: number | undefined): Piece {
    const [font, size] = [this.#font, this.#size];
    demand(font && this.#matrix, 'operator-misplaced', 'TJ');
    demand(mcid !== undefined, 'text-unmarked');
    demand(!state.clipped, 'text-clipped');
    demand(state.opacity === 1, 'text-transparent');
    const [a, b, c, d, x, y] = combine(this.#matrix, state.matrix);
    const upright = Math.hypot(a - 1, b, c, d - 1) < 1e-6;
    demand(upright, 'text-turned');
    const glyphs = glyphsOf(arrayOf(operands[0]), font);
    let at = x;
    const ends: { from: number; to: number; blank: boolean }[] = [];
    for (const { width, back, meaning } of glyphs) {
      ends.push({ from: at, to: at + (width * size) / 1000, blank: meaning.trim() === '' });
      at += ((width - back) * size) / 1000 + state.spacing;
    }
    // A matrix is for what is written at once: what follows needs one of its own.
    this.#matrix = undefined;
    const ink = ends.filter((one) => !one.blank);
    const [first, last] = [ink[0], ink.at(-1)];
    return {
      mcid,
      text: glyphs.map((one) => one.meaning).join(''),
      size,
      colour: state.fill,
      from: x,
      to: at,
      line: y,
      ...(first && last && { seen: within(first.from, last.to, y, size) }),
    };
  }
}

function within(left: number, right: number, line: number, size: number): Box {
  return { left: left + size * 0.04, right: right - size * 0.04, bottom: line - size * 0.06, top: line + size * 0.7 };
}

/** Glyphs with their widths, meanings and how far the next one is drawn back, in thousandths of the size. */
function glyphsOf(items: readonly unknown[], font: PdfFont) {
  const glyphs: { width: number; back: number; meaning: string }[] = [];
  for (const item of items) {
    if (typeof item === 'number') {
      const last = glyphs.at(-1);
      demand(last && item <= last.width * 0.6 && item >= -1000, 'text-squeezed');
      demand(last.back === 0, 'operand', 'TJ');
      last.back = item;
      continue;
    }
    const { hex } = item as { hex?: string };
    demand(hex !== undefined && hex.length > 0 && hex.length % 4 === 0, 'operand', 'TJ');
    for (let at = 0; at < hex.length; at += 4) {
      const glyph = Number.parseInt(hex.slice(at, at + 4), 16);
      const [width, meaning] = [font.widths[glyph], font.meanings[glyph]];
      demand(width !== undefined && meaning !== undefined, 'glyph-without-meaning');
      demand(width >= 100, 'text-squeezed');
      glyphs.push({ width, back: 0, meaning });
    }
  }
  demand(glyphs.length > 0, 'operand', 'TJ');
  return glyphs;
}
