import { stopOnSignals } from './stop-on-signals.js';
import { supervise } from './supervise.js';

/** A child that lives as long as the run. */
export interface RunningPart {
  isAlive(): boolean;
  restart(): Promise<void>;
  stop(): Promise<void>;
  stopNow(): void;
}

/** One run of the registry: what it started is ended with it, in reverse order, however it ends. */
export interface Run {
  /** one line for the operator, on standard error */
  warn(line: string): void;
  /** ends something of ours with the run */
  onEnd(act: () => void | Promise<void>): void;
  /** brings a part back when it dies, and stops it with the run */
  keep(name: string, part: RunningPart): void;
  /** lets an end wait until this start has come out one way or the other, so that no half-started child is left */
  starting<T>(start: Promise<T>): Promise<T>;
  /** whether the end has begun: what fails from now on fails because of it */
  isEnding(): boolean;
  /** ends the run in order, then the process */
  end(code: number): Promise<never>;
}

/** Begins a run: from here on signals end it in order. */
export function beginRun(): Run {
  const acts: (() => void | Promise<void>)[] = [];
  const parts: RunningPart[] = [];
  const starts: Promise<unknown>[] = [];
  let ending = false;
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const end = stopOnSignals({
    stop: async () => {
      ending = true;
      await Promise.allSettled(starts);
      for (let act = acts.pop(); act; act = acts.pop()) await act();
    },
    stopNow: () => {
      for (const part of parts) part.stopNow();
    },
  });
  const giveUp = (name: string, cause: unknown) => {
    warn(`${name} does not come back (${cause instanceof Error ? cause.message : String(cause)}); stopping.`);
    void end(1);
  };
  return {
    warn,
    onEnd: (act) => void acts.push(act),
    keep: (name, part) => {
      parts.push(part);
      const { isAlive, restart } = part;
      const endWatch = supervise([{ name, isAlive, restart }], { warn, giveUp });
      acts.push(async () => {
        await endWatch();
        await part.stop();
      });
    },
    starting: (start) => {
      starts.push(start);
      return start;
    },
    isEnding: () => ending,
    end,
  };
}
