import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'verify-worker.js';

interface Chunk {
  type: 'chunk' | 'asset';
  fileName: string;
  imports?: string[];
  dynamicImports?: string[];
  facadeModuleId?: string | null;
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
}

/**
 * Writes into the service worker what the verify page loads, at once or later, and a mark of these files: a changed build has
 * another worker, which fetches it whole before it takes over. `publicDir` holds what the build copies as it is.
 */
export function serviceWorker(entry: string, publicDir: string): Plugin {
  return {
    name: 'verify-service-worker',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle) as unknown as (Chunk & { code?: string })[];
      const worker = chunks.find(({ fileName }) => fileName === WORKER);
      const page = chunks.find(({ facadeModuleId }) => facadeModuleId === entry);
      if (worker?.code === undefined || page === undefined)
        this.error('the verify page or its worker is not in the build');
      const files = [...reached(page as Chunk, bundle as never), ...copied(publicDir)].map((name) => `/${name}`).sort();
      const mark = createHash('sha256').update(files.join()).digest('hex').slice(0, 16);
      worker!.code = `const BUILD = ${JSON.stringify({ mark, files })};\n${worker!.code}`;
    },
  };
}

/** All files that a chunk leads to. */
function reached(page: Chunk, bundle: Record<string, Chunk>): string[] {
  const found = new Set<string>();
  const visit = (fileName: string): void => {
    if (found.has(fileName)) return;
    found.add(fileName);
    const { imports = [], dynamicImports = [], viteMetadata } = bundle[fileName] ?? ({} as Chunk);
    for (const name of [...imports, ...dynamicImports]) visit(name);
    for (const name of viteMetadata?.importedCss ?? []) found.add(name);
    for (const name of viteMetadata?.importedAssets ?? []) found.add(name);
  };
  visit(page.fileName);
  return [...found];
}

const copied = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
