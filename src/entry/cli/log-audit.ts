import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type EcPublicJwk,
  isJsonObject,
  type NoteKey,
  parseNoteKey,
  parseStrictJson,
  type TrustList,
} from '../../core/index.js';
import {
  type AuditFindings,
  type AuditQuestion,
  type AuditReport,
  type AuditState,
  auditLog,
  claimedOrigin,
  fetchCheckpoint,
  fetchTrustList,
  type Held,
  HttpSource,
  inWords,
  listedLog,
  NotCompleted,
  readState,
  reportOf,
  writeEvidence,
  writeState,
} from '../../oversight/index.js';
import { type Config, nodeCrypto, rfc3339, systemClock } from '../../platform/index.js';
import { configuredTrustRoot } from '../runtime.js';
import { Usage } from './usage.js';

const usage = `usage: elicence log audit --url <registry> (--root <jwk file> | --key <verifier key>) [options]
  --root <file>        the pinned root of the trust list, else TRUST_ROOT_JWK
  --key <text>         the log's verifier key, to audit without a trust list
  --rpc <url,…>        nodes of the chain; --depth <blocks> (12): how deep nodes must agree
  --chain-id <n> --contract <address> --log-id <0x…>    instead of what the trust list names
  --state <file>       remembers what was shown, and finds it changed the next time
  --witness <url>      a witness, whose checkpoint must be of the same history; may be repeated
  --seen <file>        a checkpoint that another reader was shown; may be repeated
  --promise <file>, --receipt <file>                    may be repeated
  --evidence <folder>  where the report and what proves a lie are written
  --json               the report as JSON
ends with 0: clean, 1: a lie was found, 2: could not be completed`;

const options = {
  url: { type: 'string' },
  root: { type: 'string' },
  key: { type: 'string' },
  rpc: { type: 'string' },
  depth: { type: 'string', default: '12' },
  'chain-id': { type: 'string' },
  contract: { type: 'string' },
  'log-id': { type: 'string' },
  state: { type: 'string' },
  witness: { type: 'string', multiple: true, default: [] as string[] },
  seen: { type: 'string', multiple: true, default: [] as string[] },
  promise: { type: 'string', multiple: true, default: [] as string[] },
  receipt: { type: 'string', multiple: true, default: [] as string[] },
  evidence: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Given = ReturnType<typeof readOptions>;

/** Audits a log from outside, over HTTP and by chain nodes of the auditor's own. Answers the report and sets the exit code. */
export async function auditLogCommand(config: Config, args: string[]): Promise<string> {
  const given = readOptions(config, args);
  const ended = new AbortController();
  const source = new HttpSource(given.url, { signal: ended.signal });
  const at = systemClock();
  const began = performance.now();
  const run = () => ({ log: given.url, at, bytes: source.bytes, seconds: (performance.now() - began) / 1000 });
  let report: AuditReport;
  try {
    const { question, trustList } = await prepare(given, source, at);
    const findings = await auditLog(question);
    report = reportOf(findings, run());
    if (!findings.lie && given.state) remember(given.state, findings, trustList, at);
  } catch (fault) {
    if (!(fault instanceof Error) || fault instanceof Usage) throw fault;
    const seconds = Number(run().seconds.toFixed(3));
    report = {
      verdict: 'incomplete',
      log: given.url,
      auditedAt: rfc3339(at),
      fault: fault.message,
      seconds,
      entriesPerSecond: 0,
    };
  } finally {
    ended.abort();
  }
  if (given.evidence) writeEvidence(given.evidence, report);
  process.exitCode = { clean: 0, lie: 1, incomplete: 2 }[report.verdict];
  return given.json ? JSON.stringify(report, null, 2) : inWords(report);
}

function readOptions(config: Config, args: string[]) {
  const parsed = (() => {
    try {
      return parseArgs({ args, options }).values;
    } catch (fault) {
      throw new Usage(`${fault instanceof Error ? fault.message : ''}\n${usage}`);
    }
  })();
  const { url, key, depth, rpc } = parsed;
  const rpcUrls = rpc?.split(',').filter((text) => text !== '') ?? [];
  const addresses = [url ?? '', ...rpcUrls, ...parsed.witness];
  if (!addresses.every((text) => URL.canParse(text) && /^https?:/.test(text))) throw new Usage(usage);
  if (!/^\d{1,6}$/.test(depth)) throw new Usage(usage);
  const noteKey = key === undefined ? undefined : parseNoteKey(key, nodeCrypto);
  if (key !== undefined && noteKey === undefined) throw new Usage(`--key is no Ed25519 verifier key\n${usage}`);
  const rootGiven = parsed.root ?? config.TRUST_ROOT_JWK;
  if (!noteKey && !rootGiven) throw new Usage(usage);
  if (parsed.contract && !(parsed['chain-id'] && parsed['log-id'])) throw new Usage(usage);
  const root = rootGiven === undefined ? undefined : readRoot(config, rootGiven);
  return { ...parsed, url: url as string, rpcUrls, noteKey, root, depth: Number(depth) };
}

function readRoot(config: Config, given: string): EcPublicJwk {
  try {
    return configuredTrustRoot({ ...config, TRUST_ROOT_JWK: given });
  } catch {
    throw new Usage(`--root (else TRUST_ROOT_JWK) is no public JWK of P-256\n${usage}`);
  }
}

async function prepare(
  given: Given,
  source: HttpSource,
  at: number,
): Promise<{ question: AuditQuestion; trustList: TrustList | undefined }> {
  const state = given.state === undefined ? undefined : readState(given.state);
  const seen = state?.trustList === undefined ? {} : { seenNumber: state.trustList };
  const trust = given.root && (await fetchTrustList(source, given.root, { at, ...seen }, nodeCrypto));
  const listed =
    trust && listedLog(trust, given.noteKey?.name ?? claimedOrigin(await fetchCheckpoint(source)), nodeCrypto);
  const contracts = given.contract
    ? [{ chainId: Number(given['chain-id']), address: given.contract, logId: given['log-id'] as string }]
    : (listed?.contracts ?? []);
  const key = given.noteKey ?? (listed?.key as NoteKey);
  return {
    trustList: trust,
    question: {
      source,
      key,
      crypto: nodeCrypto,
      clock: systemClock,
      ...(given.rpcUrls.length > 0 ? { chain: { rpcUrls: given.rpcUrls, contracts, depth: given.depth } } : {}),
      ...(trust ? { trust } : {}),
      checkpoints: heldCheckpoints(given, key, state),
      promises: given.promise.map((path) => readBrought(path, 'inclusionPromise')),
      receipts: given.receipt.map((path) => readBrought(path, 'receipt')),
      progress: tellProgress(),
    },
  };
}

function heldCheckpoints(given: Given, key: NoteKey, state: AuditState | undefined): Held<() => Promise<string>>[] {
  return [
    ...(state ? [{ from: `the audit of ${state.auditedAt}`, value: async () => state.checkpoint }] : []),
    ...given.seen.map((path) => ({ from: path, value: async () => readFileSync(path, 'utf8') })),
    ...given.witness.map((url) => ({ from: url, value: () => askWitness(url, key.name) })),
  ];
}

async function askWitness(url: string, origin: string): Promise<string> {
  const note = await new HttpSource(url).read(`/checkpoint?origin=${encodeURIComponent(origin)}`, 65_536);
  if (note === undefined) throw new NotCompleted(`the witness ${url} holds no checkpoint of ${origin}`);
  return note.toString('utf8');
}

/** The JSON in a file, or the member of it that an answer of the API wraps it in. */
function readBrought(path: string, member: string): Held<unknown> {
  const parsed = parseStrictJson(readFileSync(path, 'utf8'), { maxLength: 1_048_576, maxDepth: 16 });
  if (!parsed.ok) throw new NotCompleted(`${path} is no JSON: ${parsed.code}`);
  const { value } = parsed;
  return { from: path, value: isJsonObject(value) && Object.hasOwn(value, member) ? value[member] : value };
}

function remember(path: string, { newest }: AuditFindings, trust: TrustList | undefined, at: number): void {
  if (!newest) return;
  writeState(path, { checkpoint: newest.note, auditedAt: rfc3339(at), ...(trust ? { trustList: trust.number } : {}) });
}

function tellProgress(): (entries: number, of: number) => void {
  let told = performance.now();
  return (entries, of) => {
    if (performance.now() - told < 1_000 && entries < of) return;
    told = performance.now();
    process.stderr.write(`${entries} of ${of} entries replayed\n`);
  };
}
