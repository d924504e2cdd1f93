import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the registry that the journeys of a run share, as Ctrl-C does, and waits until it is gone; nothing when there is none. */
export async function endSharedRegistry(folder) {
  let pid;
  try {
    pid = Number(readFileSync(join(folder, 'registry.pid'), 'utf8'));
  } catch {
    return;
  }
  if (!signal(pid, 'SIGINT')) return;
  const end = performance.now() + 25_000;
  while (isRunning(pid) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  signal(pid, 'SIGKILL');
}

/** A zombie, as a container without an init process keeps it, has ended. */
function isRunning(pid) {
  if (!signal(pid, 0)) return false;
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
