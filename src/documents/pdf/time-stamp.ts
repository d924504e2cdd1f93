import { randomBytes } from 'node:crypto';

/** The time-stamp authority gave no token that can be used: away, too slow, refusing, or answering something else. */
export class TimeStampUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the time-stamp authority: ${why}`, { cause });
  }
}

/** Gives the RFC 3161 token (DER of a ContentInfo) over SHA-256 of `data`. @throws TimeStampUnavailable */
export type TimeStamp = (data: Uint8Array) => Promise<Uint8Array>;

export interface TimeStampClient {
  url: string;
  /** Milliseconds; a token of another time than ours is not taken. */
  now: () => number;
  timeoutMs?: number;
}

/** A token with the certificates of three RSA keys takes some 7 KB; the place of a PDF's signature holds this and our own part. */
const mostBytes = 12 * 1024;

/**
 * Asks a time-stamp authority (RFC 3161 over HTTP) each time anew: bounded in time and bytes, no redirection followed. A token
 * is taken only when it is over our data, answers our nonce, tells our time to five minutes, and is signed by the certificate
 * that it brings, which is for time stamps. Who that is, whoever validates the PDF judges.
 */
export function timeStamper({ url, now, timeoutMs = 10_000 }: TimeStampClient): TimeStamp {
  return async (data) => {
    // The reader of CMS is large, and few registries ask for time stamps.
    const { isTokenFor, readTokenOf, timeStampRequest } = await import('./time-stamp-token.js');
    // Positive, and without a zero that DER would drop.
    const nonce = randomBytes(16);
    nonce[0] = (nonce[0]! & 0x3f) | 0x40;
    const answer = await ask(url, timeStampRequest(data, nonce), timeoutMs);
    const token = readTokenOf(answer);
    if (token === undefined) throw new TimeStampUnavailable('it gives no token');
    const refused = await isTokenFor(token, { data, nonce, at: now() });
    if (refused !== undefined) throw new TimeStampUnavailable(`its token ${refused}`);
    return token;
  };
}

async function ask(url: string, request: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(request),
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status !== 200) throw new TimeStampUnavailable(`it answers ${answer.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      length += (part as Uint8Array).length;
      if (length > mostBytes) throw new TimeStampUnavailable(`it answers more than ${mostBytes} bytes`);
      parts.push(part as Uint8Array);
    }
    return Buffer.concat(parts);
  } catch (cause) {
    throw cause instanceof TimeStampUnavailable ? cause : new TimeStampUnavailable('it does not answer', cause);
  }
}
