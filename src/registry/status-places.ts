import { statusListSize, statusPermutation } from './status-permutation.js';

/** A place that one licence has for ever. */
export interface StatusPlace {
  list: number;
  index: number;
}

/** Numbers that one draw of the sequence reserves for this process; what a crash leaves unused is never used. */
const blockSize = 1024;
/** Drawing begins while this many are left, so that a request hardly ever waits. */
const low = 256;

/** Gives out places on the status lists. Several processes draw at once: each holds blocks of its own. */
export class StatusPlaces {
  private ready: { next: number; end: number }[] = [];
  private drawing?: Promise<void>;
  private readonly permutations = new Map<number, (n: number) => number>();

  /** @param drawBlock the next value of the sequence `status_index_block`, from 1 */
  constructor(
    private readonly secret: Buffer,
    private readonly drawBlock: () => Promise<number>,
  ) {}

  async take(): Promise<StatusPlace> {
    for (;;) {
      const number = this.nextNumber();
      if (this.left() < low) this.drawing ??= this.draw();
      if (number !== undefined) {
        this.drawing?.catch(() => undefined); // who needs that block asks again
        return this.place(number);
      }
      await this.drawing;
    }
  }

  private place(number: number): StatusPlace {
    const list = Math.floor(number / statusListSize);
    let permute = this.permutations.get(list);
    if (!permute) {
      permute = statusPermutation(this.secret, list);
      if (this.permutations.size > 8) this.permutations.clear();
      this.permutations.set(list, permute);
    }
    return { list, index: permute(number % statusListSize) };
  }

  private nextNumber(): number | undefined {
    const block = this.ready[0];
    if (!block) return undefined;
    const number = block.next++;
    if (block.next === block.end) this.ready.shift();
    return number;
  }

  private left(): number {
    return this.ready.reduce((sum, block) => sum + block.end - block.next, 0);
  }

  private async draw(): Promise<void> {
    try {
      const start = ((await this.drawBlock()) - 1) * blockSize;
      this.ready.push({ next: start, end: start + blockSize });
    } finally {
      this.drawing = undefined;
    }
  }
}
