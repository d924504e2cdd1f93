// npm run sizes:web: what each page loads at once and what later, compressed as it goes over the wire.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const named = /["'`](?:\.{0,2}\/)*(?:assets\/)?([\w-]+-[\w-]{8}\.(?:js|css|wasm))["'`]/g;
const imported = /\b(?:import|from)\s*["'`]\.\/([\w.-]+\.js)["'`]/g;

/** Files with their bytes under gzip, and the sum. */
export interface Sizes {
  files: { name: string; bytes: number }[];
  bytes: number;
}

/**
 * What the built page `page` (`verify` or `citizen`) in `dist` weighs under gzip: `first` is the page with all that it names and
 * that those import at once, `later` what is loaded when it is needed.
 */
export function pageSizes(dist: string, page: string): { first: Sizes; later: Sizes } {
  const html = readFileSync(join(dist, page, 'index.html'), 'utf8');
  const exists = (name: string) => existsSync(join(dist, 'assets', name));
  const namesIn = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name]) => name!).filter(exists);
  const within = (name: string, pattern: RegExp) =>
    name.endsWith('.js') ? namesIn(readFileSync(join(dist, 'assets', name), 'utf8'), pattern) : [];
  const first = spread(namesIn(html, named), (name) => within(name, imported));
  const all = spread(first, (name) => within(name, named));
  const sized = (names: string[]): Sizes => {
    const files = names.map((name) => ({ name, bytes: gzipSync(readFileSync(join(dist, 'assets', name))).length }));
    return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  const own = { name: `${page}/index.html`, bytes: gzipSync(html).length };
  const loaded = sized(first);
  return {
    first: { files: [own, ...loaded.files], bytes: own.bytes + loaded.bytes },
    later: sized(all.filter((name) => !first.includes(name))),
  };
}

/** All that is reached from some names. */
function spread(from: string[], next: (name: string) => string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    next(name).forEach(visit);
  };
  from.forEach(visit);
  return [...found];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const page of ['verify', 'citizen']) {
    const sizes = pageSizes('web/dist', page);
    for (const [when, { files, bytes }] of Object.entries(sizes)) {
      console.log(`${page}, ${when}: ${(bytes / 1024).toFixed(1)} KB gzip`);
      for (const { name, bytes: size } of files) console.log(`  ${(size / 1024).toFixed(1).padStart(7)} ${name}`);
    }
  }
}
