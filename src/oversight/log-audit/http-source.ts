import { setTimeout as sleep } from 'node:timers/promises';
import { NotCompleted } from './lie.js';

/** Where an audit reads what a log serves. */
export interface Source {
  /**
   * The bytes below an address, at most one more than `most`, so that a longer answer shows; `undefined` when the server says
   * that there is nothing.
   *
   * @throws NotCompleted when it does not answer properly
   */
  read(path: string, most: number): Promise<Buffer | undefined>;
}

export interface HttpSourceOptions {
  timeoutMs?: number;
  tries?: number;
  pauseMs?: number;
  /** Ends whatever is still being read. */
  signal?: AbortSignal;
}

class Refused extends Error {}

/** Reads over HTTP from a server that may be hostile: bounded in time and bytes, no redirection followed. */
export class HttpSource implements Source {
  /** Bytes of all answers so far. */
  bytes = 0;
  private readonly base: string;
  private readonly timeoutMs: number;
  private readonly tries: number;
  private readonly pauseMs: number;
  private readonly signal: AbortSignal | undefined;

  constructor(base: string, options: HttpSourceOptions = {}) {
    this.base = base.replace(/\/+$/, '');
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.tries = options.tries ?? 4;
    this.pauseMs = options.pauseMs ?? 250;
    this.signal = options.signal;
  }

  async read(path: string, most: number): Promise<Buffer | undefined> {
    const address = `${this.base}${path}`;
    for (let tried = 1; ; tried++) {
      try {
        return await this.once(address, most);
      } catch (fault) {
        if (fault instanceof Refused || tried >= this.tries || this.signal?.aborted) {
          throw new NotCompleted(`${address}: ${reason(fault)}`);
        }
      }
      await sleep(this.pauseMs * 2 ** tried);
    }
  }

  private async once(address: string, most: number): Promise<Buffer | undefined> {
    const limit = AbortSignal.timeout(this.timeoutMs);
    const signal = this.signal ? AbortSignal.any([limit, this.signal]) : limit;
    const answer = await fetch(address, { redirect: 'manual', signal });
    if (answer.status === 200) return this.bodyOf(answer, most);
    await answer.body?.cancel();
    if (answer.status === 404) return undefined;
    const fault = `answered ${answer.status}`;
    throw answer.status === 429 || answer.status >= 500 ? new Error(fault) : new Refused(fault);
  }

  private async bodyOf(answer: Response, most: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      parts.push(part as Uint8Array);
      length += (part as Uint8Array).length;
      // Leaving the loop ends the transfer.
      if (length > most) break;
    }
    this.bytes += length;
    return Buffer.concat(parts, length).subarray(0, most + 1);
  }
}

function reason(fault: unknown): string {
  const { name, message, cause } = fault as Partial<Error>;
  if (name === 'TimeoutError') return 'no answer in time';
  // What fetch says itself is only that it failed.
  const said = (cause as Partial<Error> | undefined)?.message || message;
  return said || String(fault);
}
