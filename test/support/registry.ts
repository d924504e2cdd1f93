import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `demo.json` of a run, as far as tests read it. */
export interface Demo {
  baseUrl: string;
  pages: { verify: string; citizen: string; docs: string };
  tokenEndpoint: string;
  clients: {
    role: string;
    clientId: string;
    clientSecret: string;
    scope: string;
    organisation: { name: string; creditCode: string };
    typeCodes: string[];
  }[];
  holders: { kind: string; codeType: string; code: string; name: string; login: string; password: string }[];
  matters: { code: string; name: string; role: string; typeCodes: string[] }[];
  chain: { rpcUrl: string; chainId: number; contracts: { logAnchor: string } };
  database: { serviceUrl: string; ownerUrl: string };
  citizenApp: { clientId: string; redirectUri: string };
  trust: { url: string; publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string } };
  log: { origin: string; publicKey: string };
}

/** The whole built product in a process of its own, as `npm start` runs it. */
export interface RunningRegistry {
  folder: string;
  port: number;
  demo: Demo;
  process: ChildProcess;
  /** What it printed so far, standard output and error. */
  printed(): string;
  /** As Ctrl-C does; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it and deletes its folder. */
  remove(): Promise<void>;
}

export interface StartOptions {
  folder?: string;
  port?: number;
  env?: Record<string, string>;
  /** ms; a first start makes a database, keys and the demo */
  timeout?: number;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Starts the built product and waits for its banner. Needs `dist` and `web/dist`, which `npm test` builds. */
export async function startRegistry(options: StartOptions = {}): Promise<RunningRegistry> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'elicence-journey-'));
  // Of mode 0700 it would keep out the server's user, and the database would go elsewhere and stay there.
  if (options.folder === undefined) chmodSync(folder, 0o711);
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, ['dist/bundle/embedded.js'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), ELICENCE_DATA: folder, ...options.env },
  });
  let printed = '';
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGINT');
      reject(new Error(`not ready in time:\n${printed}`));
    }, options.timeout ?? 120_000);
    const take = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Elicence is ready')) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${signal ?? code} before it was ready:\n${printed}`));
    });
  });
  await ready;
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  return {
    folder,
    port,
    demo: JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Demo,
    process: child,
    printed: () => printed,
    stop,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the API answers and assert on it
  body: any;
  headers: Headers;
}

export interface Ask {
  token?: string;
  method?: string;
  body?: unknown;
  /** Idempotency-Key; random unless given; null sends none */
  key?: string | null;
  headers?: Record<string, string>;
}

/** Asks the API; a body makes it a POST. */
export async function ask(baseUrl: string, path: string, options: Ask = {}): Promise<Answer> {
  const { token, body, key } = options;
  const answer = await fetch(`${baseUrl}${path}`, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(body === undefined || key === null ? {} : { 'idempotency-key': key ?? randomUUID() }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await answer.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // a text answer
  }
  return { status: answer.status, body: parsed, headers: answer.headers };
}

/** An access token of the n-th demo client with this role. */
export async function clientToken(demo: Demo, role: string, n = 0): Promise<string> {
  const client = demo.clients.filter((candidate) => candidate.role === role)[n];
  if (!client) throw new Error(`the demo has no ${role} number ${n}`);
  const answer = await fetch(demo.tokenEndpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: client.scope }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new Error(`no token for ${role}: ${answer.status}`);
  return token;
}

/** Asks `probe` again every 100 ms until it answers something; throws after `timeout` ms. */
export async function eventually<T>(probe: () => Promise<T | undefined | false>, timeout = 30_000): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > end) throw new Error(`did not come true within ${timeout} ms: ${probe}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
