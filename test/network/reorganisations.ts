import type { Signer } from './signer.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Watches what each signer takes for the chain, and how many of its blocks it gives up for others. */
export class Reorganisations {
  private readonly chains = new Map<Signer, Map<number, string>>();
  private readonly deepest = new Map<Signer, number>();
  private ended = false;
  private readonly running: Promise<unknown>;

  constructor(signers: readonly Signer[]) {
    this.running = Promise.all(signers.map((signer) => this.watch(signer)));
  }

  /** Begins to count anew. */
  mark(): void {
    this.deepest.clear();
  }

  /** The most blocks that a signer gave up at once since the mark. */
  depth(signer?: Signer): number {
    const of = signer ? [this.deepest.get(signer) ?? 0] : [...this.deepest.values()];
    return Math.max(0, ...of);
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.running;
  }

  private async watch(signer: Signer): Promise<void> {
    this.chains.set(signer, new Map());
    while (!this.ended) {
      if (signer.isRunning) await this.look(signer).catch(() => undefined);
      await pause(200);
    }
  }

  /** From the newest block down to one that was seen before: every other block seen at those heights was given up. */
  private async look(signer: Signer): Promise<void> {
    const known = this.chains.get(signer)!;
    const fresh: { number: number; hash: string }[] = [];
    let block = await signer.block();
    while (block && known.get(block.number) !== block.hash) {
      fresh.push(block);
      if (block.number === 0 || known.size === 0) break;
      block = await signer.block(block.parentHash);
      if (!block) return;
    }
    const given = fresh.filter(({ number }) => known.has(number)).length;
    for (const { number, hash } of fresh) known.set(number, hash);
    this.deepest.set(signer, Math.max(this.deepest.get(signer) ?? 0, given));
  }
}
