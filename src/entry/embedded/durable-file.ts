import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Makes a rename in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes and syncs a file beside its final place; the caller renames it. Leaves nothing behind when it fails. */
export function writeSynced(path: string, data: string | Uint8Array, mode = 0o644): void {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  try {
    const fd = openSync(path, 'w', mode);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  }
}

/** Replaces a file as one act: a reader, or a crash, sees the old or the new content and never a part. */
export function replaceFile(path: string, data: string | Uint8Array, mode = 0o644): void {
  const fresh = `${path}.${process.pid}.tmp`;
  writeSynced(fresh, data, mode);
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where a parent exists and yet says that it does
 * not (`/proc/x`): it asks the two for ever.
 */
export function makeFolders(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw cause;
    makeFolders(parent, mode);
    mkdirSync(path, { mode });
  }
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
