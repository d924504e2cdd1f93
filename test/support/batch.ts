import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** A batch of questions under way: asked line by line, read line by line. */
export interface OpenBatch {
  sent: ClientRequest;
  /** Sends lines, without the end of the batch. */
  ask(...questions: object[]): void;
  answer: Promise<IncomingMessage>;
  /** The next line of the answer; undefined behind the last one. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the API answers and assert on it
  next(): Promise<any>;
}

const path = '/v1/verifications/batch';
const type = 'application/x-ndjson';

export function openBatch(baseUrl: string, token?: string): OpenBatch {
  const { hostname, port } = new URL(baseUrl);
  const headers = { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const sent = request({ hostname, port, method: 'POST', path, headers });
  const answer = once(sent, 'response').then(([message]) => message as IncomingMessage);
  const lines = linesOf(answer);
  answer.catch(() => undefined);
  return {
    sent,
    ask: (...questions) => {
      for (const question of questions) sent.write(`${JSON.stringify(question)}\n`);
    },
    answer,
    next: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : JSON.parse(value);
    },
  };
}

async function* linesOf(answer: Promise<IncomingMessage>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of await answer) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}

/** Sends a whole batch; the status, the type and what was answered. */
export async function askBatch(baseUrl: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const sent = { 'content-type': type, ...headers };
  const answer = await fetch(`${baseUrl}${path}`, { method: 'POST', headers: sent, body: body as never });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const lines: any[] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { status: answer.status, type: answer.headers.get('content-type'), lines };
}
