import type { Config } from '../../platform/index.js';

const groups: Record<string, (keyof Config)[]> = {
  api: ['DATABASE_SERVICE_URL', 'DATABASE_PUBLIC_URL', 'KEYSTORE_FILE', 'TRUST_ROOT_JWK', 'BASE_URL'],
  worker: ['DATABASE_WORKER_URL', 'KEYSTORE_FILE', 'TRUST_ROOT_JWK', 'CHAIN_RPC_URL', 'CHAIN_ID', 'LOG_ANCHOR_ADDRESS'],
};

/** Says per process which variables are missing; names only. Faulty ones were refused when the configuration was read. */
export async function checkConfig(config: Config): Promise<string> {
  return Object.entries(groups)
    .map(([name, wanted]) => {
      const missing = wanted.filter((variable) => config[variable] === undefined);
      return missing.length === 0 ? `${name}: complete` : `${name}: missing ${missing.join(', ')}`;
    })
    .join('\n');
}
