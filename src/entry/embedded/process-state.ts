import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

function statOf(pid: number): { state: string; started: string } | undefined {
  try {
    // The command's name may hold blanks and brackets: count the fields after the last closing one.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * Whether a process runs. A zombie does not: in a container without an init process a killed process stays as one,
 * and `kill(pid, 0)` still succeeds on it.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = statOf(pid);
  return stat === undefined || (stat.state !== 'Z' && stat.state !== 'X');
}

/** When a process started, in the kernel's ticks; tells a process from a later one with its id. Linux only. */
export function startMark(pid: number): string | undefined {
  return statOf(pid)?.started;
}

/** The command line of a process, words parted by blanks; undefined when it is gone or the system does not tell. */
export function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return undefined;
  }
}

/** The processes that run inside a folder (their working directory). Linux only; elsewhere none. */
export function processesIn(folder: string): number[] {
  let ids: string[];
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder && isAlive(pid);
    } catch {
      return false;
    }
  });
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

/** Waits until a condition holds; false when it does not within the time. */
export async function until(condition: () => boolean, limitMs: number, everyMs = 50): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return true;
}
