import { describe, expect, it } from '@jest/globals';
import { createLog, rpcErrors } from '../../platform/index.js';
import { serveMetrics } from './serve-metrics.js';

describe(serveMetrics.name, () => {
  it('gives the metrics to whoever asks for them, and nothing else; a taken port is told', async () => {
    const log = createLog('silent', 'test');
    const server = await serveMetrics({ port: 0, host: '127.0.0.1' }, log);
    try {
      rpcErrors.inc({ node: '1:chain.example', kind: 'away' });
      const at = `http://127.0.0.1:${server.port}`;
      const told = await fetch(`${at}/metrics`);
      expect([told.status, told.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
      expect(await told.text()).toContain('elicence_rpc_errors_total{node="1:chain.example",kind="away"} 1');
      expect((await fetch(`${at}/`)).status).toBe(404);
      expect((await fetch(`${at}/metrics`, { method: 'POST' })).status).toBe(404);
      await expect(serveMetrics({ port: server.port, host: '127.0.0.1' }, log)).rejects.toThrow('EADDRINUSE');
    } finally {
      await server.close();
    }
    await expect(fetch(`http://127.0.0.1:${server.port}/metrics`)).rejects.toThrow();
  });
});
