import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { PageAnswer, PageTask } from './page-task.js';
import { layOutPdf } from './pdf/index.js';
import { miniaturePortrait } from './portrait/index.js';
import { previewPdf } from './preview/index.js';

/** The thread in which pages are laid out and drawn. On Linux a priority is a thread's own: whoever verifies goes before. */
if (process.platform === 'linux') setPriority(19);

async function answer(task: PageTask): Promise<PageAnswer> {
  if (task.do === 'preview') {
    return { png: Uint8Array.from(await previewPdf(task.pdf, { width: task.width })) };
  }
  if (task.do === 'miniature') return { webp: Uint8Array.from(await miniaturePortrait(task.jpeg)) };
  const laid = await layOutPdf(task.input);
  if (!laid.ok) return { laid };
  return { laid: { ok: true, value: { ...laid.value, bytes: Uint8Array.from(laid.value.bytes) } } };
}

/** Bytes are handed over, not copied. */
function bytesOf(given: PageAnswer): ArrayBuffer[] {
  if ('png' in given) return [given.png.buffer as ArrayBuffer];
  if ('webp' in given) return [given.webp.buffer as ArrayBuffer];
  return 'laid' in given && given.laid.ok ? [given.laid.value.bytes.buffer as ArrayBuffer] : [];
}

parentPort?.on('message', (task: PageTask) => {
  answer(task).then(
    (given) => parentPort?.postMessage(given, bytesOf(given)),
    (fault: unknown) =>
      parentPort?.postMessage({ fault: fault instanceof Error ? fault.message : String(fault) } satisfies PageAnswer),
  );
});
