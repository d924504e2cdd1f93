import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Demo, eventually, freePort } from '../support/registry.js';
import { type QuietWire, wireToNotifications } from './ledger-wires.js';

/** One more API process of an embedded run, on the same database, behind a wire. */
export interface ApiProcess {
  url: string;
  wire: QuietWire;
  /** Stands still until it is thawed; what is sent to it waits. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
  printed(): string;
}

/** Starts `dist/bundle/api.js` beside the embedded run of this folder; needs a build. */
export async function startApiProcess(
  folder: string,
  demo: Demo,
  env: Record<string, string> = {},
): Promise<ApiProcess> {
  const service = new URL(demo.database.serviceUrl);
  const wire = await wireToNotifications(Number(service.port));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['dist/bundle/api.js'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PORT: String(port),
      BASE_URL: demo.baseUrl,
      REGISTRY_IDENTITY: demo.baseUrl,
      LOG_ORIGIN: demo.log.origin,
      DATABASE_SERVICE_URL: through(service, wire, folder, 'service'),
      DATABASE_PUBLIC_URL: through(service, wire, folder, 'public'),
      KEYSTORE_FILE: join(folder, 'keys', 'keystore.json'),
      KEYSTORE_PASSPHRASE_FILE: join(folder, 'keys', 'passphrase'),
      TRUST_ROOT_JWK: JSON.stringify(demo.trust.publicKey),
      ...env,
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-4_000);
    });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    wire.close();
  };
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`the api ended:\n${printed}`);
      return fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    }, 180_000);
  } catch (cause) {
    await stop();
    throw new Error(`the api is not ready:\n${printed}`, { cause });
  }
  return {
    url,
    wire,
    stop,
    printed: () => printed,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function through(service: URL, wire: QuietWire, folder: string, role: 'service' | 'public'): string {
  const passwords = JSON.parse(readFileSync(join(folder, 'passwords.json'), 'utf8')) as Record<string, string>;
  const url = new URL(service);
  url.port = String(wire.port);
  url.hostname = '127.0.0.1';
  url.username = `elicence_${role}`;
  url.password = encodeURIComponent(passwords[role]!);
  return url.href;
}
