import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../architecture/sources.js';

export const run = promisify(execFile);

/** A folder of somebody who depends on the packed `@elicence/core`. */
export interface Consumer {
  folder: string;
  /** The package as it lies in the consumer's node_modules. */
  core: string;
}

/**
 * Packs src/core and puts the tarball's contents where a package manager would, with the packages that its manifest names. The
 * caller removes the folder.
 */
export async function unpackForConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-sdk-'));
  const { stdout } = await run(process.execPath, [join(root, 'bin/pack-core.mjs'), join(folder, 'packed')]);
  const core = join(folder, 'node_modules/@elicence/core');
  mkdirSync(core, { recursive: true });
  await run('tar', ['-xzf', stdout.trim(), '-C', core, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    const nested = join(root, 'src/core/node_modules', name);
    symlinkSync(existsSync(nested) ? nested : join(root, 'node_modules', name), place, 'dir');
  }
  return { folder, core };
}
