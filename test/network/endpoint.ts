import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Signer } from './signer.js';

/**
 * The address of a signer as the worker knows it: passes every call on, and counts the transactions that were handed over
 * more than once. A signer that is away breaks the connection, as it would itself.
 */
export class Endpoint {
  private readonly sent = new Map<string, number>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(signer: Signer): Promise<Endpoint> {
    const server = createServer((request, response) => void pass(request, response).catch(() => request.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = new Endpoint(`http://127.0.0.1:${(server.address() as { port: number }).port}`, server);
    return endpoint;

    async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      endpoint.note(body.toString());
      const answer = await fetch(signer.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(20_000),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    }
  }

  /** How often a transaction was handed over that had been handed over before. */
  get repeated(): number {
    return [...this.sent.values()].reduce((sum, times) => sum + times - 1, 0);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private note(body: string): void {
    const calls = [JSON.parse(body)].flat() as { method: string; params: unknown[] }[];
    for (const { method, params } of calls)
      if (method === 'eth_sendRawTransaction')
        this.sent.set(String(params[0]), (this.sent.get(String(params[0])) ?? 0) + 1);
  }
}
