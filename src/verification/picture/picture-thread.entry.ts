import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readPicture } from '../../core/picture/index.js';
import { decodeJpeg } from './decode-jpeg.js';
import { decodePng, PictureUnreadable } from './decode-png.js';
import type { PictureAnswer, PictureTask } from './picture-task.js';

/** The thread in which pictures of strangers are decoded and searched for codes; whoever verifies without one goes before. */
if (process.platform === 'linux') setPriority(10);

/** As the verify page has it: a phone's photograph has far more pixels than its codes need. */
const longest = 2400;

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
// Without this the reader would fetch its wasm from somebody else's server.
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

async function textsIn({ kind, bytes }: PictureTask): Promise<PictureAnswer> {
  try {
    const picture = kind === 'png' ? decodePng(bytes, longest) : await decodeJpeg(bytes, longest);
    return {
      texts: await readPicture(picture, (seen, attempt) =>
        readBarcodes({ ...seen, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0], attempt),
      ),
    };
  } catch (fault) {
    if (fault instanceof PictureUnreadable) return { unreadable: fault.message };
    throw fault;
  }
}

parentPort?.on('message', (task: PictureTask) => {
  textsIn(task).then(
    (answer) => parentPort?.postMessage(answer),
    (fault: unknown) =>
      parentPort?.postMessage({
        fault: fault instanceof Error ? fault.message : String(fault),
      } satisfies PictureAnswer),
  );
});
