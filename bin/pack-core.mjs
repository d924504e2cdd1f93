// `npm run pack:core [-- <folder>]`: makes the npm package @elicence/core of src/core, unpacked in <folder>/package and as a
// tarball beside it; the folder is dist/sdk unless told. Prints the name of the tarball.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLines, run } from './lib/run.mjs';
import { fail, StartFault } from './lib/say.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const core = join(root, 'src/core');
const folder = resolve(process.argv[2] ?? join(root, 'dist/sdk'));
const made = join(folder, 'package');

try {
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await step('tsc', process.execPath, [
    compiler,
    '-p',
    join(core, 'tsconfig.build.json'),
    '--outDir',
    join(made, 'dist'),
  ]);
  for (const name of ['README.md', 'CODES.md', 'examples'])
    cpSync(join(core, name), join(made, name), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(made, 'LICENSE'));
  writeFileSync(join(made, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  const said = await step(
    'npm pack',
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder],
    made,
  );
  process.stdout.write(`${join(folder, lastLines(said, 1).trim())}\n`);
} catch (cause) {
  fail(cause);
}

/** What a consumer's package manager and compiler read; the sources' own manifest names TypeScript and is private. */
function manifest() {
  const { name, version, description, license, type, sideEffects, dependencies, exports } = JSON.parse(
    readFileSync(join(core, 'package.json'), 'utf8'),
  );
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const doors = Object.entries(exports).map(([name, source]) => {
    const path = source.replace(/^\.\/(.*)\.ts$/, './dist/$1');
    return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    engines,
    exports: { ...Object.fromEntries(doors), './package.json': './package.json' },
    types: './dist/index.d.ts',
    files: ['dist', 'examples', 'CODES.md'],
    dependencies,
  };
}

async function step(what, program, args, cwd = root) {
  const { code, output } = await run(program, args, cwd);
  if (code !== 0) throw new StartFault(`${what} failed:\n${lastLines(output, 20)}`);
  return output;
}
