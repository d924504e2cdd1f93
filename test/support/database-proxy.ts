import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a pool and its server, byte for byte, and does what networks and servers do when they fail. */
export interface DatabaseProxy {
  /** The same database through the proxy. */
  url(of: string): string;
  /** Ends every connection, and each new one at once. */
  refuse(): void;
  /** Takes what comes from both sides and gives nothing on, also of new connections. */
  hold(): void;
  /** Answers with bytes that are no protocol. */
  garble(): void;
  /** Ends every connection; new ones lead to another database of the same server, with a name as long. */
  lead(from: string, to: string): void;
  /** Gives on what was held, and is nothing but a wire again. Connections that were spoilt are ended. */
  heal(): void;
  close(): Promise<void>;
}

type Mode = 'wire' | 'refuse' | 'hold' | 'garble';

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const wires = new Set<Wire>();
  let mode: Mode = 'wire';
  let renamed: { from: string; to: string } | undefined;
  let spoilt = false;

  class Wire {
    private readonly server: Socket;
    private held: (() => void)[] = [];
    private begun = false;

    constructor(private readonly client: Socket) {
      this.server = connect(Number(port), hostname);
      client.on('data', (bytes) => this.fromClient(bytes));
      this.server.on('data', (bytes) => this.give(() => void client.write(bytes)));
      for (const [one, other] of [
        [client, this.server],
        [this.server, client],
      ] as const) {
        one.setNoDelay(true);
        one.on('error', () => this.end());
        one.on('end', () => this.give(() => other.end()));
        one.on('close', () => {
          wires.delete(this);
          other.destroy();
        });
      }
    }

    private fromClient(bytes: Buffer): void {
      if (mode === 'garble') {
        this.client.write('HTTP/1.1 400 Bad Request\r\n\r\n');
        return;
      }
      const given = this.begun || !renamed ? bytes : renameIn(bytes, renamed);
      this.begun = true;
      this.give(() => void this.server.write(given));
    }

    private give(act: () => void): void {
      if (mode === 'hold') this.held.push(act);
      else act();
    }

    release(): void {
      for (const act of this.held.splice(0)) act();
    }

    end(): void {
      wires.delete(this);
      this.client.destroy();
      this.server.destroy();
    }
  }

  const endAll = () => {
    for (const wire of [...wires]) wire.end();
  };
  const server = createServer((client) => {
    if (mode === 'refuse') return void client.destroy();
    wires.add(new Wire(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as { port: number };
  return {
    url: (of) => {
      const url = new URL(of);
      [url.hostname, url.port] = ['127.0.0.1', String(own)];
      return url.href;
    },
    refuse: () => {
      mode = 'refuse';
      endAll();
    },
    hold: () => {
      mode = 'hold';
    },
    garble: () => {
      [mode, spoilt] = ['garble', true];
    },
    lead: (from, to) => {
      if (from.length !== to.length) throw new Error('the names differ in length');
      [renamed, spoilt] = [{ from, to }, true];
      endAll();
    },
    heal: () => {
      mode = 'wire';
      if (spoilt) endAll();
      [renamed, spoilt] = [undefined, false];
      for (const wire of wires) wire.release();
    },
    close: async () => {
      endAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The startup message names the database; names of one length leave its length as it was. */
function renameIn(bytes: Buffer, { from, to }: { from: string; to: string }): Buffer {
  const at = bytes.indexOf(`database\0${from}\0`);
  if (at === -1) return bytes;
  const copy = Buffer.from(bytes);
  copy.write(to, at + 'database\0'.length);
  return copy;
}
