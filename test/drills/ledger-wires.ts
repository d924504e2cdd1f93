import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import net from 'node:net';
import type { Trap } from './ledger-steps.js';

/** A wire between a worker and what it speaks to. */
export interface Wire {
  port: number;
  close(): void;
}

const letter = { bind: 0x42, notification: 0x41, query: 0x51, ready: 0x5a };

/** Cuts one direction of PostgreSQL's protocol into whole messages; only the client's first has no type. */
class Messages {
  private left = Buffer.alloc(0);

  constructor(private untyped: boolean) {}

  *push(chunk: Buffer): Generator<Buffer> {
    this.left = Buffer.concat([this.left, chunk]);
    for (;;) {
      const head = this.untyped ? 0 : 1;
      if (this.left.length < head + 4) return;
      const length = head + this.left.readInt32BE(head);
      if (this.left.length < length) return;
      const message = this.left.subarray(0, length);
      this.left = this.left.subarray(length);
      this.untyped = false;
      yield message;
    }
  }
}

const text = (message: Buffer, from: number): string => message.toString('latin1', from, message.indexOf(0, from));

/** What a message of a client asks for: a statement's name, or the commit of what was last asked by name. */
class Asked {
  private last = '';

  nameOf(message: Buffer): string | undefined {
    if (message[0] === letter.query)
      return text(message, 5).toLowerCase() === 'commit' ? `${this.last}:commit` : undefined;
    if (message[0] !== letter.bind) return undefined;
    this.last = text(message, message.indexOf(0, 5) + 1);
    return this.last;
  }
}

/** Passes a PostgreSQL connection on, message by message, and springs the trap at its statement. */
export async function wireToDatabase(port: number, trap: Trap): Promise<Wire> {
  const server = net.createServer((client) => {
    const database = net.connect(port, '127.0.0.1');
    const [asks, answers, asked] = [new Messages(true), new Messages(false), new Asked()];
    let swallows = false;
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    for (const side of [client, database]) side.on('error', cut).on('close', cut).setNoDelay(true);
    client.on('data', (chunk) => {
      for (const message of asks.push(chunk)) {
        const name = asked.nameOf(message);
        const when = name === undefined ? undefined : trap.isFor('sql', name);
        if (when === 'before') {
          trap.spring();
          return cut();
        }
        swallows ||= when === 'after';
        database.write(message);
      }
    });
    database.on('data', (chunk) => {
      const served = [...answers.push(chunk)].some((message) => message[0] === letter.ready);
      if (!swallows) return client.write(chunk);
      if (!served) return;
      trap.spring();
      cut();
    });
  });
  return listening(server);
}

/** A wire on which nothing breaks but notifications, and which counts what is asked. */
export interface QuietWire extends Wire {
  /** Whether the server's notifications are kept from the client. */
  cut: boolean;
  /** How often each named statement was asked for. */
  asked: Map<string, number>;
}

/** Passes PostgreSQL connections on and tells what they carry. */
export async function wireToNotifications(port: number): Promise<QuietWire> {
  const count = new Map<string, number>();
  const state = { cut: false };
  const server = net.createServer((client) => {
    const database = net.connect(port, '127.0.0.1');
    const [asks, answers, asked] = [new Messages(true), new Messages(false), new Asked()];
    const end = () => {
      client.destroy();
      database.destroy();
    };
    for (const side of [client, database]) side.on('error', end).on('close', end).setNoDelay(true);
    client.on('data', (chunk) => {
      database.write(chunk);
      for (const message of asks.push(chunk)) {
        const name = asked.nameOf(message);
        if (name !== undefined) count.set(name, (count.get(name) ?? 0) + 1);
      }
    });
    database.on('data', (chunk) => {
      const messages = [...answers.push(chunk)];
      client.write(Buffer.concat(messages.filter((message) => !state.cut || message[0] !== letter.notification)));
    });
  });
  return Object.assign(state, { asked: count, ...(await listening(server)) });
}

/** Passes RPC calls on to a chain's node; `loses` says which answers never come back. */
export async function wireToChain(url: string, trap: Trap, loses: (method: string) => boolean): Promise<Wire> {
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { method } = JSON.parse(body) as { method: string };
    const when = trap.isFor('rpc', method);
    const cut = () => {
      trap.spring();
      request.socket.destroy();
    };
    if (when === 'before') return cut();
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body }).then(
      (answered) => answered.text(),
      () => undefined,
    );
    if (when === 'after') return cut();
    if (answer === undefined || loses(method)) return void request.socket.destroy();
    response.writeHead(200, headers).end(answer);
  });
  return listening(server);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listening(server: net.Server): Promise<Wire> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
