import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { addAnchor } from './add-anchor.js';
import { addCheckpoint } from './add-checkpoint.js';
import { refusal, type WitnessAnswer } from './answer.js';
import type { LogMirror } from './log-mirror.js';
import type { WitnessParts } from './watched-log.js';

export interface ServeOptions {
  host: string;
  port: number;
  /** Of the only log that is watched. */
  mirror?: LogMirror | undefined;
  onFault(fault: unknown): void;
}

/** A witness that answers. */
export interface ServedWitness {
  port: number;
  close(): Promise<void>;
}

const mostBytes = 65_536;

/** Serves a witness over HTTP. Bounded in bytes, time and connections: nobody who asks is known. */
export async function serveWitness(parts: WitnessParts, options: ServeOptions): Promise<ServedWitness> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answer(parts, options, request, response).catch((fault: unknown) => {
      options.onFault(fault);
      if (!response.headersSent) send(response, refusal(503, 'the witness can not answer now'));
      else response.destroy();
    });
  });
  server.maxConnections = 256;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  parts: WitnessParts,
  { mirror }: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://witness');
  if (request.method === 'POST') {
    const act = new Map<string, (parts: WitnessParts, body: string) => WitnessAnswer | Promise<WitnessAnswer>>([
      ['/add-checkpoint', addCheckpoint],
      ['/add-anchor', addAnchor],
    ]).get(pathname);
    if (act === undefined) return send(response, refusal(404, 'there is nothing here'));
    const body = await readBody(request);
    return send(response, body === undefined ? refusal(400, 'malformed') : await act(parts, body));
  }
  if (request.method !== 'GET') return send(response, refusal(400, 'GET or POST'));
  const bytes = mirror && pathname.startsWith('/log/tile/') ? mirror.read(pathname.slice('/log/'.length)) : undefined;
  if (bytes) {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    response.end(bytes);
    return;
  }
  const texts: Record<string, () => string | undefined> = {
    '/key': () => `${parts.signer.verifierKey}\n`,
    '/health': () => 'ok\n',
    '/checkpoint': () => newest(parts, searchParams.get('origin')),
    '/log/checkpoint': () => mirror?.checkpoint(),
  };
  const text = Object.hasOwn(texts, pathname) ? texts[pathname]?.() : undefined;
  send(response, text === undefined ? refusal(404, 'there is nothing here') : { status: 200, body: text });
}

/** The newest checkpoint that was signed, of the log that is named or the only one. */
function newest({ logs }: WitnessParts, origin: string | null): string | undefined {
  const log = origin === null && logs.size === 1 ? [...logs.values()][0] : logs.get(origin ?? '');
  return log?.memory.latest()?.note;
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > mostBytes) return undefined;
    parts.push(part as Buffer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, type }: WitnessAnswer): void {
  response.writeHead(status, {
    'content-type': type ?? 'text/plain; charset=utf-8',
    'cache-control': 'no-cache',
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  });
  response.end(body);
}
