import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });

/** Minutes, seconds and sizes are named in the variable; every variable is described in `docs/configuration.md`. */
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  REGISTRY_IDENTITY: z.url({ protocol: /^https?$/ }).optional(),
  REGISTRY_NAME_ZH: z.string().min(1).default('电子证照库'),
  REGISTRY_NAME_EN: z.string().min(1).default('Elicence registry'),
  ELICENCE_DATA: z.string().min(1).default('.elicence'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_SERVICE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_PUBLIC_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_WORKER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(16),
  CHAIN_RPC_URL: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.tuple([httpUrl], httpUrl))
    .optional(),
  CHAIN_ID: z.coerce.number().int().positive().optional(),
  CHAIN_FINALITY: z
    .string()
    .regex(/^(depth:\d{1,4}|file:.+|instant)$/)
    .default('depth:12'),
  LOG_ANCHOR_ADDRESS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional(),
  LOG_ORIGIN: z.string().min(1).max(128).optional(),
  ISSUER_REGISTRY_ADDRESS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional(),
  WITNESSES: z
    .string()
    .transform((list) => list.split(',').map((item) => item.trim()))
    .pipe(z.array(z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44} https?:\/\/\S+$/)).max(16))
    .transform((items) => items.map((item) => ({ noteKey: item.split(' ')[0]!, url: item.split(' ')[1]! })))
    .optional(),
  WITNESS_QUORUM: z.coerce.number().int().min(1).max(16).optional(),
  CHAIN_ADMIN_KEY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .optional(),
  CHAIN_REGISTRAR_KEY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .optional(),
  CHAIN_KEY_KEEPER_KEY: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .optional(),
  CHAIN_PAUSER_ADDRESS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional(),
  KEYSTORE_FILE: z.string().min(1).optional(),
  KEYSTORE_PASSPHRASE: z.string().min(16).optional(),
  KEYSTORE_PASSPHRASE_FILE: z.string().min(1).optional(),
  TRUST_KEYSTORE_FILE: z.string().min(1).optional(),
  TRUST_KEYSTORE_PASSPHRASE: z.string().min(16).optional(),
  TRUST_KEYSTORE_PASSPHRASE_FILE: z.string().min(1).optional(),
  PKCS12_PASSPHRASE: z.string().optional(),
  TRUST_ROOT_JWK: z.string().min(1).optional(),
  TIME_ZONE: z.string().min(1).default('Asia/Shanghai'),
  LANG: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(0).default(0),
  CLIENT_QUOTA_PER_MINUTE: z.coerce.number().int().min(0).optional(),
  WRONG_CODES_PER_MINUTE: z.coerce.number().int().min(0).default(60),
  BACKLOG_MAX_ENTRIES: z.coerce.number().int().min(1).max(100_000_000).default(1000000),
  BACKLOG_MAX_AGE_HOURS: z.coerce.number().positive().max(8760).default(72),
  CARRIER_QUEUE: z.coerce.number().int().min(1).max(10_000).default(200),
  SPECIMEN: z.enum(['true', 'false']).optional(),
  TSA_URL: httpUrl.optional(),
  WORKER_METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  STATUS_TTL_SECONDS: z.coerce.number().int().min(5).max(3600).default(60),
  STATUS_LEASE_MS: z.coerce.number().int().min(0).max(1000).default(1000),
  VERIFY_REGISTRY_TIMEOUT_MS: z.coerce.number().int().min(50).max(10_000).default(1000),
  VERIFY_RECEIPT_TIMEOUT_MS: z.coerce.number().int().min(50).max(10_000).default(1000),
  VERIFY_ANCHORS_TIMEOUT_MS: z.coerce.number().int().min(50).max(10_000).default(1000),
  VERIFY_HISTORY_TIMEOUT_MS: z.coerce.number().int().min(50).max(10_000).default(2000),
  TRUST_PROXY: z.enum(['true', 'false']).default('false'),
});

export type Config = Readonly<z.infer<typeof environment>>;

/**
 * The only reader of the environment. An empty variable counts as absent.
 *
 * @throws Error that names each faulty variable and the reason, never its value: a mistyped password must not reach a log.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${reason(issue)}`);
  throw new Error(`configuration: ${faults.join('; ')}`);
}

const reason = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_type' ? `must be a ${issue.expected}` : issue.code.replaceAll('_', ' ');

/** What a child process may inherit: the path and locale of the machine, none of our settings or secrets. */
export function childEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
