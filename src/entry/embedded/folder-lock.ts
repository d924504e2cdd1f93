import { linkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolders, readIfThere } from './durable-file.js';
import { EmbeddedFault, folderFault } from './embedded-fault.js';
import { isAlive, startMark } from './process-state.js';

/**
 * Makes the data folder when it is not there and takes it for this process until `release`, or until the process ends
 * in whatever way. Refuses with `already-running` when another process holds it, in words of `who` that runs and what to do.
 * @returns the folder's real path, and how to give it back
 */
export function lockFolder(
  folder: string,
  who = 'Elicence',
  advice = 'stop it first, or set ELICENCE_DATA and PORT for a second one.',
): { path: string; release(): void } {
  const path = openFolder(folder);
  const lock = join(path, 'lock');
  const mine = `${process.pid} ${startMark(process.pid) ?? ''}\n`;
  const draft = join(path, `lock.${process.pid}`);
  try {
    writeFileSync(draft, mine);
    // A link appears with its content or not at all, so nobody reads half a lock.
    try {
      const refusal = (pid: string) => `${who} runs already on ${folder} (process ${pid}): ${advice}`;
      for (let tries = 0; !tryLink(draft, lock); tries += 1) removeStale(lock, tries, refusal);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (cause) {
    throw folderFault(folder, cause);
  }
  return {
    path,
    release: () => {
      if (readIfThere(lock) === mine) rmSync(lock, { force: true });
    },
  };
}

function openFolder(folder: string): string {
  try {
    // Others may pass through, as the server's user must, but not look around.
    makeFolders(resolve(folder), process.getuid?.() === 0 ? 0o711 : 0o700);
    return realpathSync(folder);
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

function removeStale(lock: string, tries: number, refusal: (pid: string) => string): void {
  const held = readIfThere(lock);
  if (held === undefined) return;
  const [pid, mark] = held.trim().split(' ');
  const running = isAlive(Number(pid)) && (!mark || startMark(Number(pid)) === mark);
  if (running || tries > 20) throw new EmbeddedFault('already-running', refusal(pid ?? ''));
  // Moved aside before it is removed: another start may have put a lock of its own here meanwhile.
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  if (readIfThere(aside) !== held) tryLink(aside, lock);
  rmSync(aside, { force: true });
}
