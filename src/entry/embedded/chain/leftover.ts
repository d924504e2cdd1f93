import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, replaceFile } from '../durable-file.js';
import { commandLine, isAlive, signal, until } from '../process-state.js';

const file = (folder: string) => join(folder, 'node.json');

/** Notes which process is this folder's node, for a start after we were killed. */
export function noteNode(folder: string, node: { pid: number; port: number }): void {
  replaceFile(file(folder), `${JSON.stringify(node)}\n`);
}

/** The port of this folder's last node. */
export function lastPort(folder: string): number | undefined {
  return read(folder)?.port;
}

/**
 * Ends a node that a killed start left. It is known by its id and by a command line with its port: the id alone may
 * have gone to another program.
 */
export async function endLeftover(folder: string): Promise<void> {
  const left = read(folder);
  if (!left || !isAlive(left.pid)) return;
  const command = commandLine(left.pid) ?? '';
  if (!command.includes('anvil') || !command.includes(`--port ${left.port} `)) return;
  signal(left.pid, 'SIGKILL');
  await until(() => !isAlive(left.pid), 5_000);
}

function read(folder: string): { pid: number; port: number } | undefined {
  try {
    const noted = JSON.parse(readIfThere(file(folder)) ?? 'null') as { pid?: unknown; port?: unknown } | null;
    if (!Number.isInteger(noted?.pid) || !Number.isInteger(noted?.port)) return undefined;
    return { pid: Number(noted?.pid), port: Number(noted?.port) };
  } catch {
    rmSync(file(folder), { force: true });
    return undefined;
  }
}
