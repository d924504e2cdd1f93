import type { Picture } from '../../core/picture/index.js';

/**
 * A picture that is made smaller while its rows come, so that its longest side is at most `longest`: each pixel is the mean
 * of the square that falls into it.
 */
export class Shrinking {
  private readonly by: number;
  private readonly width: number;
  private readonly height: number;
  private readonly sums: Uint32Array;
  private readonly data: Uint8ClampedArray;
  private rows = 0;
  private made = 0;

  constructor(
    private readonly fullWidth: number,
    private readonly fullHeight: number,
    longest: number,
  ) {
    this.by = Math.max(1, Math.ceil(Math.max(fullWidth, fullHeight) / longest));
    this.width = Math.ceil(fullWidth / this.by);
    this.height = Math.ceil(fullHeight / this.by);
    this.sums = new Uint32Array(this.width * 3);
    this.data = new Uint8ClampedArray(this.width * this.height * 4).fill(255);
  }

  /** Red, green and blue of each pixel of the next row. */
  addRow(line: ArrayLike<number>): void {
    const { by, sums } = this;
    for (let x = 0; x < this.fullWidth; x++) {
      const to = 3 * Math.floor(x / by);
      sums[to]! += line[3 * x]!;
      sums[to + 1]! += line[3 * x + 1]!;
      sums[to + 2]! += line[3 * x + 2]!;
    }
    this.rows += 1;
    const whole = this.made * by + this.rows === this.fullHeight;
    if (this.rows === by || whole) this.finishRow();
  }

  picture(): Picture {
    return { width: this.width, height: this.height, data: this.data };
  }

  private finishRow(): void {
    for (let x = 0; x < this.width; x++) {
      const many = this.rows * Math.min(this.by, this.fullWidth - x * this.by);
      const to = 4 * (this.made * this.width + x);
      for (let c = 0; c < 3; c++) this.data[to + c] = this.sums[3 * x + c]! / many;
    }
    this.sums.fill(0);
    this.rows = 0;
    this.made += 1;
  }
}
