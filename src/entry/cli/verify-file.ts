import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkText, type Report, type StatusEvidence, standard, verify, verifyCarrierAlone } from '../../core/index.js';
import { type Config, nodeCrypto, rfc3339, systemClock } from '../../platform/index.js';
import { configuredTrustRoot } from '../runtime.js';
import { readStatements } from './read-anchors.js';
import { type Held, readHeld, readJson } from './read-held.js';
import { Usage } from './usage.js';

const usage = `usage: elicence verify <file> [options]
  <file>                      a PDF, a licence file (.elicence), an offline code (ELC1:…), a vc+jwt or an SD-JWT VC as text,
                              {credential, receipt}, or the answer of the API that issued it; - reads standard input
  --receipt <file>            its receipt, when the file holds none
  --trust <file>              the trust list as served; judged by the pinned root in TRUST_ROOT_JWK (a file, or JSON)
  --anchors <file or address> statements of the log about its anchors (/log/anchors), cosigned by witnesses
  --at <RFC 3339>             the moment to judge at, else now
exit code: 0 valid, 1 invalid, 2 indeterminate, 3 not judged`;
const options = {
  receipt: { type: 'string' },
  trust: { type: 'string' },
  anchors: { type: 'string' },
  at: { type: 'string' },
} as const;
const exitCodes = { valid: 0, invalid: 1, indeterminate: 2 } as const;
const standardInput = 0;

/** What a verification said, and the exit code of its verdict. */
export interface VerifySaid {
  said: string;
  exitCode: 0 | 1 | 2;
}

/**
 * Judges a licence, in whatever form it is carried, without any server: what only the registry knows is indeterminate, unless
 * a licence file holds it. With the log's statements about its anchors, cosigned by witnesses, no chain is needed.
 *
 * @throws Usage, or Error when nothing could be judged
 */
export async function verifyFile(config: Config, args: string[]): Promise<VerifySaid> {
  const { values, file } = readArguments(args);
  const at = values.at === undefined ? systemClock() : Date.parse(values.at);
  if (Number.isNaN(at)) throw new Usage(usage);
  const held = readHeld(readFileSync(file === '-' ? standardInput : file));
  const receipt = values.receipt === undefined ? held.receipt : readJson(readFileSync(values.receipt, 'utf8'));
  const statements = values.anchors === undefined ? held.statements : await readStatements(values.anchors, receipt);
  const asOf = rfc3339(at);
  const trust =
    values.trust === undefined
      ? offline
      : { jws: readFileSync(values.trust, 'utf8').trim(), root: configuredTrustRoot(config), asOf };
  const report = judge({ ...held, receipt, statements }, trust, asOf, at);
  const lines = report.checks.map((c) => `  ${c.check}: ${c.outcome} (${c.code}) ${checkText(c.code, 'en').says}`);
  return { said: [`${report.verdict}`, ...lines].join('\n'), exitCode: exitCodes[report.verdict] };
}

const offline = { unavailable: 'judged offline' };

function judge(held: Held, trust: Parameters<typeof verify>[0]['trust'], asOf: string, at: number): Report {
  const { credential, carrier, receipt, promise, statusToken, statements } = held;
  const status: StatusEvidence = statusToken === undefined ? offline : { from: 'token', token: statusToken, asOf };
  const evidence = {
    trust,
    status,
    receipt: receipt === undefined ? offline : { value: receipt, brought: true },
    ...(promise ? { promise } : {}),
    anchors: statements === undefined ? offline : { statements, asOf },
  };
  if (credential !== undefined) return verify({ ...evidence, credential, carrier }, standard, at, nodeCrypto);
  if (carrier === undefined) throw new Error('the file holds nothing that can be verified');
  return verifyCarrierAlone({ ...evidence, carrier }, standard, at, nodeCrypto);
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file] = positionals;
    if (file !== undefined && positionals.length === 1) return { values, file };
  } catch (fault) {
    throw new Usage(`${fault instanceof Error ? fault.message : ''}\n${usage}`);
  }
  throw new Usage(usage);
}
