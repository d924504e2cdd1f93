import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The product's own worker process. */
export interface WorkerProcess {
  pid: number;
  /** SIGKILL. */
  kill(): void;
  /** SIGTERM, as an operator ends it. */
  stop(): Promise<void>;
  /** Resolves when it is gone; true when we asked for it. */
  gone: Promise<boolean>;
  printed(): string;
}

/** Starts `dist/bundle/worker.js`; needs a build. */
export function startWorkerProcess(env: Record<string, string>): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, ['dist/bundle/worker.js'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-4_000);
    });
  let asked = false;
  const gone = once(child, 'exit').then(() => asked);
  const send = (signal: NodeJS.Signals) => {
    asked = true;
    child.kill(signal);
  };
  return {
    pid: child.pid!,
    gone,
    printed: () => printed,
    kill: () => send('SIGKILL'),
    stop: async () => {
      send('SIGTERM');
      await gone;
    },
  };
}
