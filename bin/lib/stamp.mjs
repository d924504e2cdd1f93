import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.git', 'coverage']);

function* filesIn(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (!skipped.has(entry.name)) yield* filesIn(join(path, entry.name));
}

/** A digest of names, sizes and times of all files below some paths, tests left out. */
export function stampOf(root, paths) {
  const hash = createHash('sha256').update(process.version);
  const files = paths.flatMap((path) => [...filesIn(join(root, path))]).filter((file) => !file.endsWith('.spec.ts'));
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`\0${file}\0${size}\0${mtimeMs}`);
  }
  return hash.digest('hex');
}

/** Whether a stamp that was kept is this one. */
export function isStamped(file, stamp) {
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

export function keepStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp);
}
