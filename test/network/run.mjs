// `npm run test:network`: installs and builds what is not there yet, then runs main.ts with the same arguments.
import '../support/typescript.mjs';
import { fileURLToPath } from 'node:url';
import { alone } from '../../bin/lib/alone.mjs';
import { ensureBuilt } from '../../bin/lib/build.mjs';
import { ensureInstalled } from '../../bin/lib/install.mjs';
import { fail } from '../../bin/lib/say.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
try {
  await alone(root, async () => {
    await ensureInstalled(root);
    await ensureBuilt(root);
  });
  await import('./main.ts');
} catch (cause) {
  fail(cause);
}
