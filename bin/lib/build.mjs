import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from './run.mjs';
import { StartFault, say } from './say.mjs';
import { isStamped, keepStamp, stampOf } from './stamp.mjs';

const shared = ['package.json', 'package-lock.json'];
const builds = [
  {
    name: 'server',
    script: 'build',
    sources: [
      'src',
      'migrations',
      'tsconfig.json',
      'tsconfig.build.json',
      'nest-cli.json',
      'bin/bundle.mjs',
      ...shared,
    ],
    output: 'dist/bundle/embedded.js',
  },
  { name: 'web', script: 'build:web', sources: ['web', 'src/core', ...shared], output: 'web/dist/verify/index.html' },
];

/** Builds the server and the pages, each only when its sources changed since its last build. */
export async function ensureBuilt(root) {
  const due = builds
    .map((build) => ({
      ...build,
      stampFile: join(root, 'node_modules', '.cache', 'elicence', build.name),
      stamp: stampOf(root, build.sources),
    }))
    .filter(({ output, stampFile, stamp }) => !existsSync(join(root, output)) || !isStamped(stampFile, stamp));
  if (due.length === 0) return;
  say(`Building ${due.map(({ name }) => name).join(' and ')} ...`);
  // Both come to their end, so that a failure of one leaves no half of the other behind.
  const results = await Promise.allSettled(due.map((build) => buildOne(root, build)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function buildOne(root, { name, script, output, stampFile, stamp }) {
  rmSync(stampFile, { force: true });
  const result = await run('npm', ['run', '--silent', script], root);
  if (result.code !== 0 || !existsSync(join(root, output))) {
    process.stderr.write(`${lastLines(result.output, 20)}\n`);
    throw new StartFault(
      `Building the ${name} failed, see above: mend it, then start again ("npm run ${script}" shows all of it).`,
    );
  }
  keepStamp(stampFile, stamp);
}
