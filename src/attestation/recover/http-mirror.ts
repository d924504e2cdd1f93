import type { MirrorFiles } from './mirror-files.js';

const timeoutMs = 15_000;
const tries = 3;
/** A full bundle of our entries has 8,704 bytes, a checkpoint with many witnesses some thousands. */
const maxBytes = 1_048_576;

/** Reads a mirror over HTTP, from a server that nothing is believed of: bounded in time and bytes, no redirection followed. */
export const readFromHttp = (base: string): MirrorFiles => ({
  read: async (path) => {
    const address = `${base.replace(/\/+$/, '')}/${path}`;
    for (let tried = 1; ; tried++) {
      try {
        return await once(address);
      } catch (fault) {
        if (tried === tries) throw new Error(`${address}: ${fault instanceof Error ? fault.message : String(fault)}`);
      }
    }
  },
});

async function once(address: string): Promise<Buffer | undefined> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += (part as Uint8Array).length;
    if (length > maxBytes) throw new Error('the answer is longer than any file of this log');
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts);
}
