import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../architecture/sources.js';
import { launchBrowser } from '../support/browser.js';
import { readVectors } from './vectors.js';

const run = promisify(execFile);
const most = { maxBuffer: 64 * 1024 * 1024 };
const { root: pinned, vectors } = readVectors();
const paths = vectors.map(({ path }) => path);
const lines = (text: string) => text.trim().split('\n');

/** The server's functions, as built, in a process of their own. */
export async function byServer(lying = false): Promise<string[]> {
  const program = join(root, 'test/agreement/server.mjs');
  const args = [program, JSON.stringify(pinned), ...(lying ? ['--lying'] : []), ...paths];
  return lines((await run(process.execPath, args, most)).stdout);
}

/** How a process ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** `elicence verify` under the recorded root, as built, in a process of its own. */
export function runCommand(args: string[], input = ''): Promise<Ended> {
  const command = [join(root, 'bin/elicence.mjs'), 'verify', '--root', JSON.stringify(pinned), ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { ...most, env: {} }, (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** The command line, one process for all. */
export async function byCommand(): Promise<string[]> {
  const { code, stdout, stderr } = await runCommand(['--json', ...paths.flatMap((path) => ['--evidence', path])]);
  // Among them are some that are not valid.
  if (code !== 1) throw new Error(`${code}: ${stderr}`);
  return lines(stdout);
}

/** Core in a Chromium, by the port that pages have. */
export async function byBrowser(lying = false): Promise<string[]> {
  const script = await bundle();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    return await page.evaluate(
      ({ texts, pinned, lying }) => {
        const { judge } = globalThis as unknown as { judge(text: string, root: object, lying: boolean): string };
        return texts.map((text) => judge(text, pinned, lying));
      },
      { texts, pinned, lying },
    );
  } finally {
    await browser.close();
  }
}

let bundled: Promise<string> | undefined;
const bundle = () => (bundled ??= bundleOnce());

async function bundleOnce(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'elicence-agreement-'));
  try {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const config = join(root, 'test/agreement/vite.config.mjs');
    await run(process.execPath, [vite, 'build', '--config', config, '--outDir', folder, '--logLevel', 'error'], {
      ...most,
      cwd: root,
    });
    return await readFile(join(folder, 'page.js'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
