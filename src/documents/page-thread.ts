import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Result } from '../core/index.js';
import type { PageAnswer, PageGift, PageNeed, PageTask } from './page-task.js';
import type { PdfInput, PdfRefusal, PdfSigner } from './pdf/index.js';

/** The thread died, hung or ran out of memory; it is started anew for the next page. */
export class ThreadFault extends Error {}

export interface ThreadOptions {
  entry: URL;
  /** For one page; then the thread is killed. */
  timeoutMs: number;
  /** Without a page for so long it ends, and its memory goes back. */
  idleMs: number;
  limits: NonNullable<WorkerOptions['resourceLimits']>;
  execArgv?: string[];
}

export const threadDefaults: ThreadOptions = {
  entry: new URL('./page-thread.entry.js', import.meta.url),
  timeoutMs: 20_000,
  idleMs: 60_000,
  limits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
};

type Give = (need: PageNeed) => Promise<Uint8Array | undefined>;

interface Waiting {
  give: Give | undefined;
  resolve(answer: PageAnswer): void;
  reject(fault: Error): void;
}

/** Makes pages off the event loop, one at a time, in a thread that starts with the first page. */
export class PageThread {
  private worker: Worker | undefined;
  private waiting: Waiting | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: ThreadOptions = threadDefaults) {}

  /**
   * Makes a PDF; the signer is asked here, where its key is.
   *
   * @throws ThreadFault when the thread does not answer; Error for a fault of the making itself; TimeStampUnavailable
   */
  async pdf(input: PdfInput, signer: PdfSigner): Promise<Result<Uint8Array, PdfRefusal>> {
    const { certificates, timeStamp } = signer;
    const task = { do: 'pdf', input, certificates, stamps: timeStamp !== undefined } as const;
    let cause: unknown;
    const answer = await this.ask(task, async ({ needs, data }) => {
      try {
        return needs === 'signature' ? await signer.sign(data) : await timeStamp!(data);
      } catch (fault) {
        cause = fault;
        return undefined;
      }
    });
    if ('pdf' in answer) return answer.pdf;
    throw cause ?? new Error(`page: ${'fault' in answer ? answer.fault : 'another answer than was asked for'}`);
  }

  /** The first page of a PDF as a PNG of this width. @throws as {@link pdf} */
  async preview(pdf: Uint8Array, width: number): Promise<Buffer> {
    const answer = await this.ask({ do: 'preview', pdf, width });
    if ('png' in answer) return Buffer.from(answer.png);
    throw new Error(`preview: ${'fault' in answer ? answer.fault : 'another answer than was asked for'}`);
  }

  /** A portrait's JPEG as the small WebP of an offline QR. @throws as {@link pdf} */
  async miniature(jpeg: Uint8Array): Promise<Uint8Array> {
    const answer = await this.ask({ do: 'miniature', jpeg });
    if ('webp' in answer) return Uint8Array.from(answer.webp);
    throw new Error(`miniature: ${'fault' in answer ? answer.fault : 'another answer than was asked for'}`);
  }

  /** Ends the thread; a page that is under way fails. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.drop(worker, new ThreadFault('page: the thread was ended'));
    await worker?.terminate();
  }

  private ask(task: PageTask, give?: Give): Promise<PageAnswer> {
    if (this.waiting) throw new Error('page: one at a time');
    clearTimeout(this.idle);
    const worker = this.worker ?? this.start();
    return new Promise<PageAnswer>((resolve, reject) => {
      const { timeoutMs } = this.options;
      const timer = setTimeout(() => {
        this.drop(worker, new ThreadFault(`page: not made within ${timeoutMs} ms`));
        void worker.terminate();
      }, timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.waiting = undefined;
        this.restLater();
      };
      this.waiting = {
        give,
        resolve: (answer) => [settle(), resolve(answer)],
        reject: (fault) => [settle(), reject(fault)],
      };
      worker.postMessage(task);
    });
  }

  private start(): Worker {
    const { entry, limits, execArgv } = this.options;
    const worker = new Worker(entry, { resourceLimits: limits, ...(execArgv && { execArgv }) });
    worker.on('message', (message: PageAnswer | PageNeed) => {
      if (this.worker !== worker) return;
      if ('needs' in message) void this.give(worker, message);
      else this.waiting?.resolve(message);
    });
    worker.on('error', (fault) => this.drop(worker, new ThreadFault(`page: ${fault.message}`)));
    worker.on('exit', (code) => this.drop(worker, new ThreadFault(`page: the thread ended with ${code}`)));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private async give(worker: Worker, need: PageNeed): Promise<void> {
    const { waiting } = this;
    const given = await waiting?.give?.(need);
    // A copy: a Buffer may share its memory with others.
    if (this.waiting === waiting) worker.postMessage({ given: given && Uint8Array.from(given) } satisfies PageGift);
  }

  /** Forgets a thread that is gone or to be killed; its page fails. */
  private drop(worker: Worker | undefined, fault: ThreadFault): void {
    if (worker === undefined || this.worker !== worker) return;
    this.worker = undefined;
    this.waiting?.reject(fault);
  }

  private restLater(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      const { worker } = this;
      this.worker = undefined;
      void worker?.terminate();
    }, this.options.idleMs);
    this.idle.unref();
  }
}
