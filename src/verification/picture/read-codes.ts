import { ok, type Result, refuse } from '../../core/index.js';
import { type Log, Overloaded, TaskThread, ThreadFault, type ThreadOptions } from '../../platform/index.js';
import { inspectPicture, type PictureRefusal } from './inspect-picture.js';
import type { PictureAnswer, PictureTask } from './picture-task.js';

export const pictureThreadDefaults: ThreadOptions = {
  entry: new URL('./picture-thread.entry.js', import.meta.url),
  timeoutMs: 15_000,
  idleMs: 60_000,
  limits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
};

/** Pictures that may wait, and for how long one does. */
const queueLimits = { waiting: 16, patienceMs: 15_000 };

export type ReadCodesRefusal = PictureRefusal | 'picture-too-costly';

/**
 * Reads the QR codes in pictures of strangers off the event loop, one picture at a time. Before its turn a picture is refused
 * by its header; a thread that takes too long or too much memory is killed with its picture.
 */
export class ReadCodes {
  private readonly thread: TaskThread<PictureTask, PictureAnswer>;
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: Pick<Log, 'error'>,
    options: ThreadOptions = pictureThreadDefaults,
    private readonly limits = queueLimits,
  ) {
    this.thread = new TaskThread('picture', options);
  }

  /**
   * The distinct texts in a picture, none where no code is seen; undefined for bytes that begin like no picture.
   *
   * @throws Overloaded when too many pictures wait
   */
  async textsIn(bytes: Uint8Array): Promise<Result<string[], ReadCodesRefusal> | undefined> {
    const head = inspectPicture(bytes);
    if (!head?.ok) return head;
    if (this.waiting >= this.limits.waiting) throw new Overloaded(2);
    this.waiting += 1;
    const since = performance.now();
    const turn = this.last.then(() => {
      if (performance.now() - since > this.limits.patienceMs) throw new Overloaded(5);
      return this.read({ kind: head.value.kind, bytes });
    });
    this.last = turn.catch(() => undefined);
    return turn.finally(() => {
      this.waiting -= 1;
    });
  }

  /** Ends the thread; a picture that is under way fails. */
  close(): Promise<void> {
    return this.thread.close();
  }

  private async read(task: PictureTask): Promise<Result<string[], ReadCodesRefusal>> {
    let answer: PictureAnswer;
    try {
      answer = await this.thread.ask(task);
    } catch (fault) {
      if (!(fault instanceof ThreadFault) || fault.why === 'ended') throw fault;
      return refuse('picture-too-costly', `The reading was ended: ${fault.why}`);
    }
    if ('texts' in answer) return ok(answer.texts);
    if ('unreadable' in answer) return refuse('picture-unreadable');
    // What neither decoder nor reader foresaw: their instances are not used again.
    this.log.error({ problem: answer.fault }, 'a picture could not be read');
    await this.thread.close();
    return refuse('picture-unreadable');
  }
}
