import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeRlp, Wallet } from 'ethers';
import { parse } from 'yaml';
import { readWitnessOptions } from '../../src/entry/cli/witness-options.js';
import { readConfig } from '../../src/platform/config.js';
import { settings } from './configuration-names.js';
import { read, root } from './sources.js';

interface Service {
  build?: string;
  image: string;
  command: string[];
  environment?: Record<string, string>;
  env_file?: string[];
  volumes?: string[];
  profiles?: string[];
  networks: string[] | Record<string, { ipv4_address: string }>;
}

/** Half of the young generation, in megabytes: ADR 23. */
const youngHeap = '--max-semi-space-size=8';

const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
};
const service = (name: string): Service => compose.services[name]!;
const ours = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
const validators = [1, 2, 3, 4].map((n) => service(`validator-${n}`));

const logKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const anchorer = new Wallet(`0x${'17'.repeat(32)}`).address;
/** The members of a TOML file of one-line lists, as Besu's permissions are. */
const listsOf = (toml: string): Record<string, string[]> =>
  Object.fromEntries([...toml.matchAll(/^([a-z-]+)=(\[.*\])$/gm)].map(([, name, list]) => [name!, JSON.parse(list!)]));

describe('docker-compose.yml', () => {
  let folder: string;
  let network: typeof import('../../docker/besu/make-network.mjs');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-compose-'));
    network = await import('../../docker/besu/make-network.mjs');
    const { makeSecrets } = await import('../../docker/make-secrets.mjs');
    network.makeNetwork(join(folder, 'docker/besu/network'), [anchorer]);
    makeSecrets(join(folder, 'docker/secrets'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const made = (path: string) => readFileSync(join(folder, path), 'utf8');
  const namesIn = (path: string) => [...made(path).matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name!);

  it('has the parts of a production, API and worker apart', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [
        ...['api', 'contracts', 'migrate', 'postgres', 'trust-publish'],
        ...['validator-1', 'validator-2', 'validator-3', 'validator-4', 'witness', 'worker'],
      ].sort(),
    );
    expect(service('api').command).toEqual(['node', youngHeap, 'dist/bundle/api.js']);
    expect(service('worker').command).toEqual(['node', youngHeap, 'dist/bundle/worker.js']);
    expect(read('Dockerfile')).toContain(`CMD ["node", "${youngHeap}", "dist/bundle/api.js"]`);
    expect(read('package.json')).toContain(`"exec node ${youngHeap} bin/start.mjs`);
    expect(read('bench/lib/product.mjs')).toContain(`'${youngHeap}'`);
  });

  it('sets only variables that the code reads', () => {
    const known = new Set(settings().map(({ name }) => name));
    for (const [name, { environment = {}, env_file: files = [] }] of ours) {
      const set = [...Object.keys(environment), ...files.flatMap(namesIn)];
      expect([name, set.filter((variable) => !known.has(variable))]).toEqual([name, []]);
    }
  });

  it('gives each process what it needs and nothing that opens more', () => {
    const has = (name: string): string[] => {
      const { environment = {}, env_file: files = [] } = service(name);
      return [...Object.keys(environment), ...files.flatMap(namesIn)];
    };
    const urls = (name: string) =>
      has(name)
        .filter((variable) => variable.startsWith('DATABASE_'))
        .sort();
    expect(urls('api')).toEqual(['DATABASE_PUBLIC_URL', 'DATABASE_SERVICE_URL']);
    expect(urls('worker')).toEqual(['DATABASE_WORKER_URL']);
    expect(urls('migrate')).toEqual(['DATABASE_OWNER_URL']);
    expect(urls('trust-publish')).toEqual(['DATABASE_OWNER_URL']);
    expect(has('api').filter((variable) => variable.startsWith('CHAIN_'))).toEqual([]);
    expect(has('worker')).toEqual(expect.arrayContaining(['CHAIN_RPC_URL', 'CHAIN_ID', 'LOG_ANCHOR_ADDRESS']));
    const withRoot = Object.entries(compose.services).filter(([, { volumes = [] }]) =>
      volumes.some((volume) => volume.includes('trust-root.json')),
    );
    expect(withRoot.map(([name]) => name)).toEqual(['trust-publish']);
    const withAdmin = Object.keys(compose.services).filter((name) => has(name).includes('CHAIN_ADMIN_KEY'));
    expect(withAdmin).toEqual(['contracts']);
  });

  it('mounts only what is there, what our scripts make, or a named volume', () => {
    const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(':')[0]!),
    );
    const byKeysCreate = (path: string) => /^\.\/docker\/secrets\/(keys\/|witness$)/.test(path);
    const missing = mounts.filter(
      (path) =>
        !(path in compose.volumes) &&
        !byKeysCreate(path) &&
        !existsSync(join(root, path)) &&
        !existsSync(join(folder, path)),
    );
    expect(missing).toEqual([]);
  });

  it('starts PostgreSQL 18 with a ctype that knows Chinese, and durable', () => {
    const { image, environment, command } = service('postgres');
    expect(image).toMatch(/^postgres:18\b/);
    expect(environment?.POSTGRES_INITDB_ARGS).toMatch(
      /--locale=C\.UTF-8 --locale-provider=builtin --builtin-locale=C\.UTF-8/,
    );
    expect(command).toEqual(expect.arrayContaining(['fsync=on', 'synchronous_commit=on']));
  });

  it('lets validators talk to each other alone, at the addresses of the genesis', () => {
    const enodes = JSON.parse(made('docker/besu/network/public/static-nodes.json')) as string[];
    const permissions = listsOf(made('docker/besu/network/public/permissions_config.toml'));
    expect(permissions['nodes-allowlist']).toEqual(enodes);
    for (const [i, { command, networks }] of validators.entries()) {
      expect(command).toContain('--permissions-nodes-config-file-enabled=true');
      expect(command).toContain('--permissions-nodes-config-file=/network/permissions_config.toml');
      expect(command).toContain('--discovery-enabled=false');
      const address = (networks as Record<string, { ipv4_address: string }>).chain?.ipv4_address;
      expect(address).toBe(network.addressOf(i + 1));
      const key = made(`docker/besu/network/validator-${i + 1}/key`);
      expect(enodes[i]).toBe(`enode://${new Wallet(key).signingKey.publicKey.slice(4)}@${address}:30303`);
    }
  });

  it('lets the admin and the anchorer send transactions, and nobody else', () => {
    const { 'accounts-allowlist': accounts } = listsOf(made('docker/besu/network/public/permissions_config.toml'));
    const admin = new Wallet(/0x[0-9a-f]{64}/.exec(made('docker/besu/network/admin.env'))![0]).address;
    expect(accounts).toEqual([admin.toLowerCase(), anchorer.toLowerCase()]);
    for (const { command } of validators) {
      expect(command).toContain('--permissions-accounts-config-file-enabled=true');
      expect(command).toContain('--permissions-accounts-config-file=/network/permissions_config.toml');
      // Whoever reaches a node's JSON-RPC could let himself in by it.
      expect(command.find((part) => part.startsWith('--rpc-http-api='))).not.toMatch(/PERM|ADMIN/);
    }
    expect(() => network.makeNetwork(join(folder, 'elsewhere'), ['0x17'])).toThrow();
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
  });

  it('gives the worker every validator to ask, and takes a block of theirs for final when it is one', () => {
    const chain = made('docker/besu/network/chain.env');
    const { CHAIN_RPC_URL, CHAIN_FINALITY, CHAIN_ID } = readConfig(
      Object.fromEntries([...chain.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!])),
    );
    expect(CHAIN_RPC_URL).toEqual([1, 2, 3, 4].map((n) => `http://${network.addressOf(n)}:8545`));
    expect(CHAIN_FINALITY).toBe('instant');
    expect(JSON.parse(made('docker/besu/network/public/genesis.json')).config.chainId).toBe(CHAIN_ID);
  });

  it('runs a witness only when it is asked for, with a key of its own and none of ours', () => {
    const { profiles, volumes, env_file: files, command } = service('witness');
    expect(profiles).toEqual(['witness']);
    expect(volumes).toEqual(['./docker/secrets/witness:/var/lib/witness']);
    expect(files).toBeUndefined();
    expect(command.slice(0, 3)).toEqual(['node', 'bin/elicence.mjs', 'witness']);
    const options = command.slice(3).map((part) => part.replace(/\$\{WITNESS_LOG_KEY:-\}/, logKey));
    expect(readWitnessOptions(options)).toMatchObject({ folder: '/var/lib/witness', host: '0.0.0.0', port: 3010 });
  });

  it('has a genesis whose extra data names the four validators in order, without votes and seals', () => {
    const genesis = JSON.parse(made('docker/besu/network/public/genesis.json'));
    const [vanity, validatorList, votes, round, seals] = decodeRlp(genesis.extraData) as [
      string,
      string[],
      string[],
      string,
      string[],
    ];
    const addresses = [1, 2, 3, 4].map((n) =>
      new Wallet(made(`docker/besu/network/validator-${n}/key`)).address.toLowerCase(),
    );
    expect(validatorList).toEqual(addresses.sort());
    expect([vanity, votes, round, seals]).toEqual([`0x${'00'.repeat(32)}`, [], '0x', []]);
    expect(Object.keys(genesis.alloc)).toHaveLength(2);
  });

  it('writes extra data as the documentation of Besu shows it for four validators', () => {
    const data = network.qbftExtraData([1, 2, 3, 4].map((n) => `0x${String(n).repeat(40)}`));
    expect(data).toMatch(/^0xf87aa0(00){32}f85494(11){20}94(22){20}94(33){20}94(44){20}c080c0$/);
  });

  it('keeps secrets to their owner, and is not made twice', () => {
    for (const path of ['docker/besu/network', 'docker/secrets'])
      expect(statSync(join(folder, path)).mode & 0o077).toBe(0);
    expect(() => network.makeNetwork(join(folder, 'docker/besu/network'))).toThrow(/left alone/);
    expect(read('.gitignore')).toMatch(/^docker\/besu\/network\/$[\s\S]*^docker\/secrets\/$/m);
  });
});
