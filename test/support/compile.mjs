import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Imports TypeScript of ours where jest does not transform it (global set-up): compiles a folder into a copy below
 * `node_modules`, from where packages resolve as from the sources.
 */
export async function importCompiled(folder, file) {
  const target = join(root, 'node_modules', '.cache', `elicence-test-${process.pid}`);
  try {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.spec.ts')) continue;
      const source = join(entry.parentPath ?? entry.path, entry.name);
      const output = join(target, relative(root, source)).replace(/\.ts$/, '.js');
      const { code } = transformFileSync(source, {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, code);
    }
    writeFileSync(join(target, 'package.json'), '{"type":"module"}');
    return await import(pathToFileURL(join(target, folder, file)).href);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
