import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { PageAnswer, PageGift, PageNeed, PageTask } from './page-task.js';
import { makePdf } from './pdf/index.js';
import { miniaturePortrait } from './portrait/index.js';
import { previewPdf } from './preview/index.js';

/** The thread in which pages are laid out and drawn. On Linux a priority is a thread's own: whoever verifies goes before. */
if (process.platform === 'linux') setPriority(19);

let take: ((gift: PageGift) => void) | undefined;

/** Asks the main thread, where the key and the network are. */
const ask = (needs: PageNeed['needs']) => async (data: Uint8Array) => {
  const gift = await new Promise<PageGift>((resolve) => {
    take = resolve;
    parentPort?.postMessage({ needs, data } satisfies PageNeed);
  });
  if (!gift.given) throw new Error(`no ${needs}`);
  return gift.given;
};

async function answer(task: PageTask): Promise<PageAnswer> {
  if (task.do === 'preview') {
    return { png: Uint8Array.from(await previewPdf(task.pdf, { width: task.width })) };
  }
  if (task.do === 'miniature') return { webp: Uint8Array.from(await miniaturePortrait(task.jpeg)) };
  const { input, certificates, stamps } = task;
  const signer = { certificates, sign: ask('signature'), ...(stamps && { timeStamp: ask('time-stamp') }) };
  const pdf = await makePdf(input, signer);
  return { pdf: pdf.ok ? { ok: true, value: Uint8Array.from(pdf.value) } : pdf };
}

/** Bytes are handed over, not copied. */
function bytesOf(given: PageAnswer): ArrayBuffer[] {
  if ('png' in given) return [given.png.buffer as ArrayBuffer];
  if ('webp' in given) return [given.webp.buffer as ArrayBuffer];
  return 'pdf' in given && given.pdf.ok ? [given.pdf.value.buffer as ArrayBuffer] : [];
}

parentPort?.on('message', (message: PageTask | PageGift) => {
  if ('given' in message) {
    take?.(message);
    return;
  }
  answer(message).then(
    (given) => parentPort?.postMessage(given, bytesOf(given)),
    (fault: unknown) =>
      parentPort?.postMessage({ fault: fault instanceof Error ? fault.message : String(fault) } satisfies PageAnswer),
  );
});
