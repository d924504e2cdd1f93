import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, run } from '../../bin/lib/run.mjs';
import { isStamped, keepStamp } from '../../bin/lib/stamp.mjs';

/** Installs the libraries that are measured against, from the bench's own lock: the product needs none of them. */
export async function ensurePeers(folder, say) {
  const stamp = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stampFile = join(folder, 'node_modules', '.elicence-installed');
  if (isStamped(stampFile, stamp)) return;
  say('installing the libraries to measure against (once)');
  const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  if (code !== 0) throw new Error(`npm ci in bench failed:\n${lastLines(output, 10)}`);
  keepStamp(stampFile, stamp);
}
