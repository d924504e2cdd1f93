// `npm test`: everything from a fresh clone, with Node alone on the machine. Arguments go to jest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { alone } from '../bin/lib/alone.mjs';
import { ensureBuilt } from '../bin/lib/build.mjs';
import { ensureInstalled } from '../bin/lib/install.mjs';
import { fail, StartFault, say } from '../bin/lib/say.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const begun = performance.now();

async function step(name, program, args) {
  say(`\n— ${name}`);
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const [code, signal] = await once(child, 'close');
  if (code !== 0)
    throw new StartFault(`\nTESTS FAILED: ${name} ended with ${signal ?? `exit code ${code}`}, see above.`);
}

try {
  await alone(root, async () => {
    await ensureInstalled(root);
    await ensureBuilt(root);
  });
  await step('contracts are compiled from their sources', process.execPath, ['contracts/compile.mjs', '--check']);
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  await step('tests', process.execPath, [...jest, ...process.argv.slice(2)]);
  say(`\nALL TESTS PASSED in ${Math.round((performance.now() - begun) / 1000)} s.`);
} catch (cause) {
  fail(cause);
}
