import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MirrorFiles } from './mirror-files.js';

/** Reads a mirror from a folder: the files under the names that the log serves them by. */
export const readFromFolder = (folder: string): MirrorFiles => ({
  read: (path) => ifThere(readFile(join(folder, path))),
  widest: async (path) => {
    const names = (await ifThere(readdir(join(folder, `${path}.p`)))) ?? [];
    const widths = names.filter((name) => /^\d{1,3}$/.test(name)).map(Number);
    return widths.length === 0 ? undefined : readFile(join(folder, `${path}.p`, String(Math.max(...widths))));
  },
});

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fault;
  }
}
