import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Puts a file in place as one act that survives a power cut: others, and whoever starts next, see the old or the new. */
export function putFile(path: string, data: string | Uint8Array, mode = 0o644): void {
  const fresh = `${path}.${process.pid}.new`;
  const bytes = Buffer.from(data as Uint8Array);
  try {
    const fd = openSync(fresh, 'w', mode);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, path);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw cause;
  }
  sync(dirname(path));
}

/** Makes a folder with one file in it as one act; throws when the folder is there already. */
export function putFolder(folder: string, name: string, data: string, mode = 0o644): void {
  const draft = `${folder}.${process.pid}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  putFile(join(draft, name), data, mode);
  renameSync(draft, folder);
  sync(dirname(folder));
}

/** The bytes of a file; `undefined` when there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw cause;
  }
}
