import { createServer } from 'node:net';
import { EmbeddedFault } from './embedded-fault.js';

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** Whether a TCP port of an address can be listened on right now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return tryListen(port, host).then(
    () => true,
    () => false,
  );
}

/** A TCP port of 127.0.0.1 that is free right now: the wished one when it is, else one of the system's choice. */
export async function freePort(wish?: number): Promise<number> {
  if (wish !== undefined && (await isPortFree(wish))) return wish;
  return tryListen(0, '127.0.0.1');
}

/** Refuses with `port-taken` when a port that the operator chose cannot be listened on. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  try {
    await tryListen(port, host);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why = code === 'EACCES' ? 'may not be used by this user' : 'is taken by another process';
    throw new EmbeddedFault('port-taken', `Port ${port} ${why}: stop that process, or set PORT to a free one.`, cause);
  }
}
