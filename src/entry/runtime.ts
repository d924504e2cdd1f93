import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';
import type { EcPublicJwk } from '../core/index.js';
import {
  type Config,
  createLog,
  DatabaseWatch,
  type Log,
  memoiseSignatures,
  monotonicClock,
  nodeCrypto,
  openDatabase,
  type Settings,
  systemClock,
} from '../platform/index.js';
import { Keystore } from '../signing/index.js';
import type { AppParts } from './app.module.js';

/** The program `elicence`: beside this file as tsc leaves it, and beside every file of the bundle. */
export const commandLine = fileURLToPath(new URL('./cli.js', import.meta.url));

/** Where `npm run build:web` puts the pages; the same from source, from `dist/src` and from `dist/bundle`. */
export const webRoot = fileURLToPath(
  new URL(import.meta.url.includes('/dist/src/') ? '../../../web/dist' : '../../web/dist', import.meta.url),
);

/** The address under which this process is reached, without a slash at its end. */
export function baseUrlOf({ BASE_URL, HOST, PORT }: Config): string {
  if (BASE_URL !== undefined) return BASE_URL.replace(/\/$/, '');
  // Listening on every address is not an address to go to.
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

/** The settings that the environment gives, with the trust root that the operator pinned. */
export function settingsOf(
  config: Config,
  given: { trustRoot: EcPublicJwk; demo: boolean; identity?: string },
): Settings {
  const baseUrl = baseUrlOf(config);
  const identity = config.REGISTRY_IDENTITY ?? given.identity ?? baseUrl;
  return {
    baseUrl,
    identity,
    timeZone: config.TIME_ZONE,
    statusTtlSeconds: config.STATUS_TTL_SECONDS,
    statusLeaseMs: config.STATUS_LEASE_MS,
    logOrigin: config.LOG_ORIGIN ?? `${new URL(identity).host}/log`,
    trustRoot: given.trustRoot,
    demo: given.demo,
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
    clientQuotaPerMinute: config.CLIENT_QUOTA_PER_MINUTE ?? (given.demo ? 0 : 60_000),
    wrongCodesPerMinute: config.WRONG_CODES_PER_MINUTE,
    backlog: { maxEntries: config.BACKLOG_MAX_ENTRIES, maxAgeMs: config.BACKLOG_MAX_AGE_HOURS * 3_600_000 },
    carriers: {
      queue: config.CARRIER_QUEUE,
      specimen: config.SPECIMEN === undefined ? given.demo : config.SPECIMEN === 'true',
      ...(config.TSA_URL === undefined ? {} : { timeStampUrl: config.TSA_URL }),
    },
    verify: {
      registryMs: config.VERIFY_REGISTRY_TIMEOUT_MS,
      receiptMs: config.VERIFY_RECEIPT_TIMEOUT_MS,
      anchorsMs: config.VERIFY_ANCHORS_TIMEOUT_MS,
      historyMs: config.VERIFY_HISTORY_TIMEOUT_MS,
    },
  };
}

export interface ApiUrls {
  service: string;
  public: string;
}

/** Opens what the HTTP application needs. Close both databases at the end. */
export async function openApi(
  config: Config,
  given: { settings: Settings; keystore: Keystore; urls: ApiUrls; log?: Log },
): Promise<AppParts> {
  const log = given.log ?? createLog(config.LOG_LEVEL, 'api');
  const onError = (err: Error) => log.warn({ err }, 'a database connection failed');
  const databaseWatch = new DatabaseWatch(systemClock, monotonicClock, log);
  const common = { byIndex: true, onError, admit: (client: ClientBase) => databaseWatch.admit(client) };
  const serviceDatabase = await openDatabase({
    ...common,
    url: given.urls.service,
    pool: config.DATABASE_POOL,
    name: 'api',
  });
  return {
    settings: given.settings,
    clock: systemClock,
    log,
    crypto: memoiseSignatures(nodeCrypto),
    serviceDatabase,
    // Nobody waits longer for its answers, so a connection that hangs has no longer to live.
    publicDatabase: await openDatabase({
      ...common,
      url: given.urls.public,
      pool: 4,
      name: 'api-public',
      statementTimeoutMs: given.settings.verify.registryMs,
      graceMs: given.settings.verify.registryMs,
    }),
    databaseWatch: databaseWatch.over(serviceDatabase.pool),
    keystore: given.keystore,
    webRoot,
    trustProxy: config.TRUST_PROXY === 'true',
    witnesses: (config.WITNESSES ?? []).map(({ noteKey }) => noteKey.slice(0, noteKey.indexOf('+'))),
  };
}

/** A passphrase from its variable or from the file that its `_FILE` twin names. */
export function passphraseOf(
  config: Config,
  name: 'KEYSTORE_PASSPHRASE' | 'TRUST_KEYSTORE_PASSPHRASE',
): string | undefined {
  const file = config[`${name}_FILE`];
  return config[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim());
}

/** For the production entries: the keystore and its passphrase come from the environment. */
export function openConfiguredKeystore(config: Config): Keystore {
  const passphrase = passphraseOf(config, 'KEYSTORE_PASSPHRASE');
  if (!config.KEYSTORE_FILE || passphrase === undefined) {
    throw new Error('configuration: KEYSTORE_FILE and KEYSTORE_PASSPHRASE (or KEYSTORE_PASSPHRASE_FILE) are needed');
  }
  return Keystore.open(config.KEYSTORE_FILE, passphrase);
}

export { configuredTrustRoot } from './trust-root.js';
