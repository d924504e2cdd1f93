import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The thread died, hung or ran out of memory; it is started anew for the next task. */
export class ThreadFault extends Error {
  constructor(
    readonly why: 'time' | 'memory' | 'ended',
    message: string,
  ) {
    super(message);
  }
}

export interface ThreadOptions {
  entry: URL;
  /** For one task; then the thread is killed. */
  timeoutMs: number;
  /** Without a task for so long it ends, and its memory goes back. */
  idleMs: number;
  limits: NonNullable<WorkerOptions['resourceLimits']>;
  execArgv?: string[];
}

/** What a thread asks for on its way; it is answered `{ given }`, undefined when it can't be had. */
export interface ThreadNeed {
  needs: string;
  data: Uint8Array;
}

type Give<Need> = (need: Need) => Promise<Uint8Array | undefined>;

interface Waiting<Answer, Need> {
  give: Give<Need> | undefined;
  resolve(answer: Answer): void;
  reject(fault: Error): void;
}

/** Does tasks off the event loop, one at a time, in a thread that starts with the first one. */
export class TaskThread<Task extends object, Answer extends object, Need extends ThreadNeed = never> {
  private worker: Worker | undefined;
  private waiting: Waiting<Answer, Need> | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly name: string,
    private readonly options: ThreadOptions,
  ) {}

  /** @throws ThreadFault when the thread does not answer */
  ask(task: Task, give?: Give<Need>): Promise<Answer> {
    if (this.waiting) throw new Error(`${this.name}: one at a time`);
    clearTimeout(this.idle);
    const worker = this.worker ?? this.start();
    return new Promise<Answer>((resolve, reject) => {
      const { timeoutMs } = this.options;
      const timer = setTimeout(() => {
        this.drop(worker, new ThreadFault('time', `${this.name}: not made within ${timeoutMs} ms`));
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

  /** Ends the thread; a task that is under way fails. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.drop(worker, new ThreadFault('ended', `${this.name}: the thread was ended`));
    await worker?.terminate();
  }

  private start(): Worker {
    const { entry, limits, execArgv } = this.options;
    const worker = new Worker(entry, { resourceLimits: limits, ...(execArgv && { execArgv }) });
    worker.on('message', (message: Answer | Need) => {
      if (this.worker !== worker) return;
      if (isNeed(message)) void this.give(worker, message);
      else this.waiting?.resolve(message);
    });
    worker.on('error', (fault: Error & { code?: string }) => {
      const why = fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'ended';
      this.drop(worker, new ThreadFault(why, `${this.name}: ${fault.message}`));
    });
    worker.on('exit', (code) =>
      this.drop(worker, new ThreadFault('ended', `${this.name}: the thread ended with ${code}`)),
    );
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private async give(worker: Worker, need: Need): Promise<void> {
    const { waiting } = this;
    const given = await waiting?.give?.(need);
    // A copy: a Buffer may share its memory with others.
    if (this.waiting === waiting) worker.postMessage({ given: given && Uint8Array.from(given) });
  }

  /** Forgets a thread that is gone or to be killed; its task fails. */
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

const isNeed = <Need extends ThreadNeed>(message: object): message is Need => 'needs' in message;
