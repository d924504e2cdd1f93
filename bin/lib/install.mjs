import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from './run.mjs';
import { StartFault, say } from './say.mjs';
import { isStamped, keepStamp } from './stamp.mjs';

/** Installs the packages of package-lock.json, unless what is installed came from it. */
export async function ensureInstalled(root) {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  const stampFile = join(root, 'node_modules', '.elicence-installed');
  const stamp = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(installed) && isStamped(stampFile, stamp)) return;
  // Installed by hand: npm writes its own record after it wrote or read the lock.
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
    say('Installing packages (once, a minute or two) ...');
    // Building needs the development packages, whatever NODE_ENV says.
    const { code, output } = await run(
      'npm',
      ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
      root,
    );
    if (code !== 0) {
      const why = /npm error (?!code|A complete log)(.*)/.exec(output)?.[1] ?? lastLines(output, 1);
      throw new StartFault(installAdvice(why));
    }
  }
  keepStamp(stampFile, stamp);
}

function installAdvice(why) {
  if (/ENOSPC/.test(why)) return 'Installing the packages failed, no disk space left: free some and start again.';
  if (/EACCES|EPERM/.test(why))
    return `Installing the packages failed (${why}): make this checkout a folder that you may write.`;
  return `Installing the packages failed (${why}): check that npm reaches its registry, then start again; "npm ci" shows all of it.`;
}
