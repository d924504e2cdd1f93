import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from './registry.js';

/** The built command line, with what the operator of an embedded run has in the environment: every key, and the database as *owner*. */
export function asOperator({ demo, folder }: { demo: Demo; folder: string }, ...args: string[]) {
  const keys = join(folder, 'keys');
  const { identity } = JSON.parse(readFileSync(join(folder, 'identity.json'), 'utf8')) as { identity: string };
  const done = spawnSync(process.execPath, ['dist/bundle/cli.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      DATABASE_OWNER_URL: demo.database.ownerUrl,
      KEYSTORE_FILE: join(keys, 'keystore.json'),
      KEYSTORE_PASSPHRASE_FILE: join(keys, 'passphrase'),
      TRUST_ROOT_JWK: join(keys, 'trust-root.public.jwk'),
      REGISTRY_IDENTITY: identity,
      LOG_ORIGIN: demo.log.origin,
      CHAIN_RPC_URL: demo.chain.rpcUrl,
      CHAIN_ID: String(demo.chain.chainId),
      LOG_ANCHOR_ADDRESS: demo.chain.contracts.logAnchor,
      CHAIN_FINALITY: `file:${join(folder, 'chain', 'final.json')}`,
    },
  });
  return { code: done.status, said: `${done.stdout}${done.stderr}` };
}
