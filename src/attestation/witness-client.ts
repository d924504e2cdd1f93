import type { CosignerKey } from '../core/index.js';

/** A witness that is asked to sign. */
export interface Witness {
  key: CosignerKey;
  /** its submission prefix (C2SP tlog-witness) */
  url: string;
}

/** What a witness answered: status, type and at most so many bytes that lines of a note need. */
export interface WitnessReply {
  status: number;
  type: string;
  body: string;
}

const timeoutMs = 10_000;
const mostBytes = 65_536;

/** Posts to a witness: bounded in time and bytes, no redirection followed. Throws when it does not answer. */
export async function askWitness({ url }: Witness, path: string, body: string): Promise<WitnessReply> {
  const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += (part as Uint8Array).length;
    if (length > mostBytes) throw new Error('the witness answers more than any note holds');
    parts.push(part as Uint8Array);
  }
  const text = Buffer.concat(parts).toString('utf8');
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: text };
}
