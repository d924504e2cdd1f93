import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered at a path: a text, a JSON value, a status that refuses, or nothing at all (`never`). */
export type StubAnswer = string | number | 'never' | ((request: IncomingMessage) => object | string);
/** By path, without the query. */
export type StubAnswers = Record<string, StubAnswer>;

/** Stands in for registries that answer whatever a test wants, each on a port of its own. Close at the end. */
export class StubRegistries {
  /** What was asked of any of them. */
  readonly asked: { path: string; body: string }[] = [];
  private readonly servers: Server[] = [];

  /** Starts one; answers its address. */
  async start(answers: StubAnswers): Promise<string> {
    const server = createServer(async (request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      let body = '';
      for await (const part of request) body += part;
      this.asked.push({ path, body });
      const answer = answers[path] ?? 404;
      if (answer === 'never') return;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer(request)));
    });
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Ends all, whatever they are answering. */
  close(): void {
    this.asked.length = 0;
    for (const server of this.servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  }
}
