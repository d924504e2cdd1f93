import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

const maxBytes = 8 * 1024 * 1024;

/** Reads a keystore file. @throws Error in one clear line when it is not there or is not a file of that size. */
export function readKeystoreFile(file: string): string {
  try {
    if (statSync(file).size > maxBytes) throw new Error(`it is over ${maxBytes} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Error(`keystore ${file}: ${why}`, { cause: error });
  }
}

/** On return the file is on disk, whole, readable by its owner alone; a crash leaves the old one or the new one. */
export function writeKeystoreFile(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      // The process's umask can only narrow the mode of `open`; this also widens it back for the owner.
      fchmodSync(handle, 0o600);
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Error(`keystore ${file}: cannot be written`, { cause: error });
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
