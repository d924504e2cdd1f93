import { join } from 'node:path';
import { driveMining } from '../chain/mining.js';
import { startNode } from '../chain/node.js';
import { freePort } from '../ports.js';
import { startPostgres } from '../postgres/postgres.js';

/** What a test run needs, and how to end it. */
export interface TestParts {
  postgresUrl: string;
  chainUrl: string;
  pids: number[];
  stop(): Promise<void>;
}

/** Chain id of the test run's node. */
export const testChainId = 1337;

/** The embedded parts without durability: a PostgreSQL cluster in a folder and an EVM node that keeps nothing. */
export async function startTestParts(folder: string): Promise<TestParts> {
  const starting = startPostgres({
    folder: join(folder, 'postgres'),
    password: 'test',
    fast: true,
    settings: { max_connections: 300 },
  });
  const port = await freePort();
  const node = await startNode({ port, chainId: testChainId });
  const postgres = await starting;
  const endMining = driveMining({ call: () => node.call, everyMs: 25 });
  return {
    postgresUrl: postgres.url,
    chainUrl: `http://127.0.0.1:${port}`,
    pids: [postgres.pid(), node.pid],
    stop: async () => {
      await endMining();
      await Promise.all([node.end(), postgres.stop()]);
    },
  };
}
