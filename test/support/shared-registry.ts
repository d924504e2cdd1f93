import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Demo, eventually, freePort } from './registry.js';

/** The one registry of the run that journeys share: each brings licences of its own and leaves the demo's as they are. */
export interface SharedRegistry {
  folder: string;
  demo: Demo;
  /** What it printed so far, standard output and error. */
  printed(): string;
}

/**
 * The built product, started by the first suite that asks and ended with the run by `test/global-teardown.mjs`, since a
 * first start costs more than most journeys. Suites in other processes wait for it. Who works on a journey may name the
 * data folder of a registry that runs already, its output beside it as `.log`, in `TEST_REGISTRY_FOLDER`.
 */
export async function sharedRegistry(): Promise<SharedRegistry> {
  const kept = process.env.TEST_REGISTRY_FOLDER;
  if (kept) return opened(kept, `${kept}.log`);
  const run = process.env.TEST_RUN_FOLDER;
  if (!run) throw new Error('TEST_RUN_FOLDER is not set: tests run under jest with test/global-setup.mjs');
  const folder = join(run, 'registry');
  const log = `${folder}.log`;
  if (isFirst(join(run, 'registry.asked'))) {
    const output = openSync(log, 'a');
    const child = spawn(process.execPath, ['dist/bundle/embedded.js'], {
      stdio: ['ignore', output, output],
      detached: true,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(await freePort()), ELICENCE_DATA: folder },
    });
    closeSync(output);
    writeFileSync(join(run, 'registry.pid'), String(child.pid));
    child.once('exit', (code, signal) => writeFileSync(join(run, 'registry.ended'), String(signal ?? code)));
    child.unref();
  }
  await eventually(async () => {
    if (existsSync(join(run, 'registry.ended'))) throw new Error(`the registry of the run ended:\n${readIfThere(log)}`);
    return readIfThere(log).includes('Elicence is ready');
  }, 180_000);
  return opened(folder, log);
}

const opened = (folder: string, log: string): SharedRegistry => ({
  folder,
  demo: JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Demo,
  printed: () => readIfThere(log),
});

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}
