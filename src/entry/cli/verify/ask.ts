/** What is asked of a registry, and how much of an answer is read. */
export interface Question {
  address: string;
  /** Bytes; a longer answer is a fault. */
  most: number;
  signal: AbortSignal;
  /** JSON, or a form with a file; without it the address is only read. */
  body?: object;
}

/** Asks over HTTP a server that may be hostile: bounded in time and bytes, no redirection followed. @throws Error that says why not */
export async function ask({ address, most, signal, body }: Question): Promise<string> {
  const isForm = body instanceof FormData;
  const sent = isForm ? body : JSON.stringify(body);
  const headers = new Headers(isForm ? {} : { 'content-type': 'application/json' });
  try {
    const posted = body && { method: 'POST', body: sent, headers };
    const answer = await fetch(address, { redirect: 'manual', signal, ...posted });
    if (answer.status === 200) return await textOf(answer, most);
    await answer.body?.cancel();
    throw new Error(`answered ${answer.status}`);
  } catch (fault) {
    throw new Error(reasonOf(fault), { cause: fault });
  }
}

async function textOf(answer: Response, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > most) throw new Error(`answered more than ${most} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, length).toString('utf8');
}

/**
 * What the first of these registries answers that answers properly, each within `timeoutMs`; or what went wrong with every one.
 */
export async function firstOf<T extends object>(
  urls: readonly string[],
  timeoutMs: number,
  question: (url: string, signal: AbortSignal) => Promise<T>,
): Promise<T | { unavailable: string }> {
  const faults: string[] = [];
  for (const url of urls) {
    try {
      return await question(url, AbortSignal.timeout(timeoutMs));
    } catch (fault) {
      faults.push(`${url}: ${reasonOf(fault)}`);
    }
  }
  return { unavailable: faults.join('; ') };
}

function reasonOf(fault: unknown): string {
  const { name, message, cause } = fault as Partial<Error>;
  if (name === 'TimeoutError') return 'no answer in time';
  // What fetch says itself is only that it failed.
  const said = message === 'fetch failed' ? (cause as Partial<Error> | undefined)?.message : message;
  return said || String(fault);
}
