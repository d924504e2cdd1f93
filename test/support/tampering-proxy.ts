import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a server answers; without a body it has nothing there (404). */
export type Answered = Buffer | undefined;

/** Stands before a server, and gives other bytes than it does, as an operator may to one reader. */
export interface TamperingProxy {
  url: string;
  /** Changes what follows; the address is the path with its query. */
  tamper(change: (address: string, body: Answered) => Answered): void;
  close(): Promise<void>;
}

export async function startTamperingProxy(target: string): Promise<TamperingProxy> {
  let change = (_address: string, body: Answered): Answered => body;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const address = request.url ?? '/';
    const asked = await fetch(`${target}${address}`);
    const body = change(address, asked.status === 200 ? Buffer.from(await asked.arrayBuffer()) : undefined);
    if (body === undefined) response.writeHead(asked.status === 200 ? 404 : asked.status).end();
    else response.writeHead(200, { 'content-length': body.length }).end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    tamper: (next) => {
      change = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
