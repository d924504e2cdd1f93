import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sourceThread } from '../../test/support/documents-world.js';
import { ThreadFault, type ThreadOptions } from '../platform/index.js';
import { businessLicence } from '../registry/testing/business-licence.js';
import { PageThread } from './page-thread.js';
import type { PdfSigner } from './pdf/index.js';
import { layOutPdf } from './pdf/index.js';
import { carrierSigner, printed, signatureOf } from './pdf/testing/pdf.fixture.js';

const input = printed(businessLicence, '云渡市数据局');
const threads: PageThread[] = [];
let folder: string;
let signer: PdfSigner;

beforeAll(async () => {
  signer = await carrierSigner();
  folder = mkdtempSync(join(tmpdir(), 'elicence-thread-'));
});
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.close())));
afterAll(() => rmSync(folder, { recursive: true }));

function started(options: ThreadOptions): PageThread {
  const thread = new PageThread(options);
  threads.push(thread);
  return thread;
}

/** A thread that does as `body` says with each message; the file is written anew for each. */
function threadOf(body: string, change: Partial<ThreadOptions> = {}): PageThread {
  const file = join(folder, `${threads.length}-${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\nlet n = 0;\n${body}`);
  return started(sourceThread({ entry: pathToFileURL(file), execArgv: [], ...change }));
}
const answers = `parentPort.on('message', () => parentPort.postMessage({ png: new Uint8Array([++n]) }));`;

describe(PageThread.name, () => {
  it('makes the very page that is made without it, signed by who asked', async () => {
    const signed: Uint8Array[] = [];
    const sign = (data: Uint8Array) => {
      signed.push(data);
      return signer.sign(data);
    };
    const here = await layOutPdf(input);
    const there = await started(sourceThread()).pdf(input, { ...signer, sign });
    if (!here.ok || !there.ok) throw new Error('not made');
    expect(signed).toHaveLength(1);
    const { bytes, gap } = here.value;
    const around = (file: Uint8Array) => Buffer.concat([file.subarray(0, gap[0]), file.subarray(gap[1])]);
    expect(Buffer.compare(around(there.value), around(bytes))).toBe(0);
    const { cms } = signatureOf(Buffer.from(there.value));
    expect(cms.includes(Buffer.from(signer.certificates[0]!, 'base64'))).toBe(true);
  });

  it('tells a refusal, a fault of the making, and one of who signs, and goes on', async () => {
    const thread = started(sourceThread());
    expect(await thread.pdf({ ...input, qr: 'x'.repeat(5_000) }, signer)).toMatchObject({ code: 'qr-too-long' });
    await expect(thread.preview(Buffer.from('no PDF'), 390)).rejects.toThrow(/^preview: /);
    const broken = new Error('the key is away');
    const sign = () => Promise.reject(broken);
    await expect(thread.pdf(input, { ...signer, sign })).rejects.toBe(broken);
    const timeStamp = sign;
    await expect(thread.pdf(input, { ...signer, timeStamp })).rejects.toBe(broken);
    expect(await thread.pdf(input, signer)).toMatchObject({ ok: true });
  });

  it('fails the page of a thread that ends, and starts another for the next', async () => {
    const thread = threadOf(`parentPort.on('message', () => process.exit(3));`);
    await expect(thread.pdf(input, signer)).rejects.toThrow(ThreadFault);
    await expect(thread.pdf(input, signer)).rejects.toThrow('ended with 3');
  });

  it('fails the page of a thread that throws, and of one whose file is not there', async () => {
    await expect(
      threadOf(`parentPort.on('message', () => { throw new Error('boom'); });`).pdf(input, signer),
    ).rejects.toThrow('boom');
    const missing = sourceThread({ entry: pathToFileURL(join(folder, 'none.mjs')), execArgv: [] });
    await expect(started(missing).pdf(input, signer)).rejects.toThrow(ThreadFault);
  });

  it('kills a thread that hangs, also one that never comes back to its loop', async () => {
    for (const body of [`parentPort.on('message', () => {});`, `parentPort.on('message', () => { for (;;); });`]) {
      await expect(threadOf(body, { timeoutMs: 300 }).pdf(input, signer)).rejects.toThrow('not made within 300 ms');
    }
  });

  it('bounds the memory of its thread: the process lives on', async () => {
    const hoard = `parentPort.on('message', () => { const all = []; for (;;) all.push(Array(1000).fill(n++)); });`;
    const limits = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 };
    await expect(threadOf(hoard, { limits }).pdf(input, signer)).rejects.toThrow(/memory/);
  });

  it('takes one page at a time, and ends an idle thread', async () => {
    const thread = threadOf(answers, { idleMs: 50 });
    const first = thread.preview(Buffer.alloc(1), 390);
    await expect(thread.preview(Buffer.alloc(1), 390)).rejects.toThrow('one at a time');
    expect([...(await first)]).toEqual([1]);
    expect([...(await thread.preview(Buffer.alloc(1), 390))]).toEqual([2]);
    await sleep(200);
    expect([...(await thread.preview(Buffer.alloc(1), 390))]).toEqual([1]);
  });

  it('fails what is under way when it is closed', async () => {
    const thread = threadOf(`parentPort.on('message', () => {});`);
    const page = thread.pdf(input, signer);
    const told = expect(page).rejects.toThrow('was ended');
    await thread.close();
    await told;
  });
});
