import { accessSync, chmodSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder that goes with the run. /tmp lies in memory on many machines, and fsync costs nothing there. */
export function newFolder(onEnd) {
  let base = '/var/tmp';
  try {
    accessSync(base, constants.W_OK);
  } catch {
    base = tmpdir();
  }
  const folder = mkdtempSync(join(base, 'elicence-bench-'));
  // Started as root, the database runs as another user, who must get in here.
  chmodSync(folder, 0o711);
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
