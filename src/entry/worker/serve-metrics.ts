import { createServer } from 'node:http';
import { type Log, metrics } from '../../platform/index.js';

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/** Serves this process's metrics at `GET /metrics`, and nothing else. Port 0 takes a free one. Throws when the port is taken. */
export async function serveMetrics(at: { port: number; host: string }, log: Log): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text),
      (err: unknown) => {
        log.warn({ err }, 'the metrics can not be read');
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
