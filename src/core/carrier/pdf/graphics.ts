import { demand, notOurs, pdfLimits } from './form.js';
import { around, type Box, type Colour, combine, type Matrix, type Point, place } from './geometry.js';
import { isName } from './match.js';
import { nameOf, numbers, type Operation } from './operators.js';

/** What is in force while something is painted. */
export interface State {
  matrix: Matrix;
  fill: Colour;
  stroke: Colour;
  line: number;
  opacity: number;
  clipped: boolean;
  /** Between characters. */
  spacing: number;
}

/** A painted surface: a filled shape, a line that is broad enough to hide something, or a picture. */
export interface Paint {
  box: Box;
  /** `undefined` for a picture, whose colours are not known. */
  colour?: Colour;
  opacity: number;
}

const black: Colour = [0, 0, 0];

/** The graphics state of a page's content, and the path that is being made. */
export class Graphics {
  state: State = {
    matrix: [1, 0, 0, 1, 0, 0],
    fill: black,
    stroke: black,
    line: 1,
    opacity: 1,
    clipped: false,
    spacing: 0,
  };
  readonly #saved: State[] = [];
  #segments: Point[][] = [];
  #at: Point | undefined;
  #start: Point | undefined;
  #clipping = false;

  constructor(readonly states: ReadonlyMap<string, number>) {}

  get depth(): number {
    return this.#saved.length;
  }

  get drawing(): boolean {
    return this.#segments.length > 0 || this.#clipping;
  }

  /** Does an operation on the state or on the path; `false` for one that is neither. */
  run({ operator, operands }: Operation): boolean {
    switch (operator) {
      case 'q':
        demand(this.#saved.length < pdfLimits.states, 'operator-misplaced', 'q');
        this.#saved.push({ ...this.state });
        return true;
      case 'Q':
        this.state = this.#saved.pop() ?? notOurs('operator-misplaced', 'Q');
        return true;
      case 'cm':
        this.state.matrix = combine(numbers(operands) as unknown as Matrix, this.state.matrix);
        return true;
      case 'w':
        this.state.line = numbers(operands)[0] as number;
        return true;
      case 'J':
      case 'j':
        numbers(operands);
        return true;
      case 'd':
        demand(Array.isArray(operands[0]) && numbers(operands[0]) && numbers(operands.slice(1)), 'operand', 'd');
        return true;
      case 'gs':
        this.state.opacity = this.states.get(nameOf(operands[0])) ?? notOurs('resource-unknown', 'gs');
        return true;
      case 'CS':
      case 'cs':
        demand(isName(operands[0], 'DeviceRGB'), 'operand', operator);
        return true;
      case 'SCN':
        this.state.stroke = colourOf(operands);
        return true;
      case 'scn':
        this.state.fill = colourOf(operands);
        return true;
      default:
        return this.#path(operator, operands);
    }
  }

  #path(operator: string, operands: Operation['operands']): boolean {
    if (!/^(?:m|l|c|v|y|re|h|W)$/.test(operator)) return false;
    const at = numbers(operands);
    const points: Point[] = [];
    for (let index = 0; index + 1 < at.length; index += 2) points.push([at[index] as number, at[index + 1] as number]);
    if (operator === 'm') [this.#at, this.#start] = [points[0], points[0]];
    else if (operator === 're') this.#rectangle(at as [number, number, number, number]);
    else if (operator === 'W') this.#clipping = true;
    else {
      demand(this.#at && this.#start, 'operator-misplaced', operator);
      const last = operator === 'h' ? this.#start : (points.at(-1) as Point);
      this.#add([this.#at, ...points, last]);
      this.#at = last;
    }
    return true;
  }

  #rectangle([x, y, width, height]: [number, number, number, number]): void {
    const corners: Point[] = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
    for (const [index, corner] of corners.entries()) this.#add([corner, corners[(index + 1) % 4] as Point]);
    [this.#at, this.#start] = [corners[0], corners[0]];
  }

  #add(points: Point[]): void {
    this.#segments.push(points.map((point) => place(this.state.matrix, point)));
  }

  /** Ends the path as an operator of painting does: what it painted, with lines apart from what they surround. */
  paint(operator: string): { filled?: Paint; lines: Paint[]; broad: boolean } {
    const { fill, stroke, opacity, line, matrix } = this.state;
    const segments = this.#segments;
    this.#segments = [];
    [this.#at, this.#start] = [undefined, undefined];
    // Only `W n` clips, and only clips: what is painted is never clipped away together with it.
    demand(this.#clipping === (operator === 'n'), 'operator-misplaced', operator);
    if (this.#clipping) this.state.clipped = true;
    this.#clipping = false;
    demand(segments.length > 0, 'operator-misplaced', operator);
    const breadth = line * Math.max(Math.hypot(matrix[0], matrix[1]), Math.hypot(matrix[2], matrix[3]));
    const lines = /^[SB]$/.test(operator)
      ? segments.map((points) => ({ box: around(points, breadth / 2), colour: stroke, opacity }))
      : [];
    if (!/^(?:f\*?|B)$/.test(operator)) return { lines, broad: breadth > 2 };
    return { filled: { box: around(segments.flat()), colour: fill, opacity }, lines, broad: breadth > 2 };
  }
}

function colourOf(operands: Operation['operands']): Colour {
  const [red = 2, green = 2, blue = 2] = numbers(operands);
  demand(
    [red, green, blue].every((part) => part >= 0 && part <= 1),
    'operand',
  );
  return [red, green, blue];
}
