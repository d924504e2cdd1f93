import type { Result } from '../core/index.js';
import { TaskThread, type ThreadOptions } from '../platform/index.js';
import type { PageAnswer, PageNeed, PageTask } from './page-task.js';
import type { PdfInput, PdfRefusal, PdfSigner } from './pdf/index.js';

export const threadDefaults: ThreadOptions = {
  entry: new URL('./page-thread.entry.js', import.meta.url),
  timeoutMs: 20_000,
  idleMs: 60_000,
  limits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
};

/** Makes pages off the event loop, one at a time, in a thread that starts with the first page. */
export class PageThread {
  private readonly thread: TaskThread<PageTask, PageAnswer, PageNeed>;

  constructor(options: ThreadOptions = threadDefaults) {
    this.thread = new TaskThread('page', options);
  }

  /**
   * Makes a PDF; the signer is asked here, where its key is.
   *
   * @throws ThreadFault when the thread does not answer; Error for a fault of the making itself; TimeStampUnavailable
   */
  async pdf(input: PdfInput, signer: PdfSigner): Promise<Result<Uint8Array, PdfRefusal>> {
    const { certificates, timeStamp } = signer;
    const task = { do: 'pdf', input, certificates, stamps: timeStamp !== undefined } as const;
    let cause: unknown;
    const answer = await this.thread.ask(task, async ({ needs, data }) => {
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
    const answer = await this.thread.ask({ do: 'preview', pdf, width });
    if ('png' in answer) return Buffer.from(answer.png);
    throw new Error(`preview: ${'fault' in answer ? answer.fault : 'another answer than was asked for'}`);
  }

  /** A portrait's JPEG as the small WebP of an offline QR. @throws as {@link pdf} */
  async miniature(jpeg: Uint8Array): Promise<Uint8Array> {
    const answer = await this.thread.ask({ do: 'miniature', jpeg });
    if ('webp' in answer) return Uint8Array.from(answer.webp);
    throw new Error(`miniature: ${'fault' in answer ? answer.fault : 'another answer than was asked for'}`);
  }

  /** Ends the thread; a page that is under way fails. */
  async close(): Promise<void> {
    await this.thread.close();
  }
}
