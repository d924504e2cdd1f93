import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import QRCode from 'qrcode';

const run = promisify(execFile);

/** A Chromium to start, with what its process needs in its environment. */
export interface FoundBrowser {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Finds a Chromium: `CHROMIUM_PATH`, else one on `PATH`, else the one that the npm package `@sparticuz/chromium` carries
 * (with the libraries that it needs where the system lacks them).
 * @throws Error with one line that says what to do, when there is none
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return { executablePath: named, env: {} };
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
      const path = join(folder, name);
      if (folder !== '' && (await isExecutable(path))) return { executablePath: path, env: {} };
    }
  }
  try {
    return await packagedBrowser();
  } catch (cause) {
    throw new Error('no Chromium: set CHROMIUM_PATH, install chromium, or npm install with its dev dependencies', {
      cause,
    });
  }
}

/**
 * Starts a headless Chromium whose camera, if `camera` (a file of `fakeCamera`) is given, shows that film and is allowed without a question.
 * The caller closes it.
 */
export async function launchBrowser(options: { camera?: string } = {}): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  const camera = options.camera
    ? [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${resolve(options.camera)}`,
      ]
    : [];
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...camera],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES = 10;
const QUIET_ZONE = 4;

/**
 * Writes a film (YUV4MPEG2, 640×480, one second) of the QR code of `qrText` to `file`, for Chromium's fake camera.
 * @throws RangeError where the text needs a code too fine for the picture
 */
export async function fakeCamera(qrText: string, file: string): Promise<string> {
  const { modules } = QRCode.create(qrText, { errorCorrectionLevel: 'M' });
  const scale = Math.floor(HEIGHT / (modules.size + 2 * QUIET_ZONE));
  if (scale < 3) throw new RangeError(`a QR code of ${modules.size} modules is too fine for ${WIDTH}x${HEIGHT}`);
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235);
  const left = Math.floor((WIDTH - modules.size * scale) / 2);
  const top = Math.floor((HEIGHT - modules.size * scale) / 2);
  for (let row = 0; row < modules.size * scale; row++) {
    for (let column = 0; column < modules.size * scale; column++) {
      const dark = modules.get(Math.floor(row / scale), Math.floor(column / scale));
      if (dark) luma[(top + row) * WIDTH + left + column] = 16;
    }
  }
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]));
  return file;
}

async function packagedBrowser(): Promise<FoundBrowser> {
  const require = createRequire(import.meta.url);
  const packageFile = join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json');
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  const home = join(tmpdir(), `elicence-chromium-${version}-${process.getuid?.() ?? 0}`);
  const executablePath = join(home, 'chromium');
  if (!(await isExecutable(executablePath))) await unpackInto(home);
  if (await hasSystemLibraries(executablePath)) return { executablePath, env: {} };
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { executablePath, env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(home, 'fonts') } };
}

/** The package unpacks into the temporary folder of its process: a child with one of its own, put in place whole, leaves no half-unpacked browser. */
async function unpackInto(home: string): Promise<void> {
  const fresh = await mkdtemp(`${home}-`);
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: dirname(import.meta.filename ?? new URL(import.meta.url).pathname),
    env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
  try {
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await isExecutable(join(home, 'chromium')))) throw error;
  }
}

async function hasSystemLibraries(executablePath: string): Promise<boolean> {
  const { stdout } = await run('ldd', [executablePath]).catch(() => ({ stdout: 'not found' }));
  return !stdout.includes('not found');
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
