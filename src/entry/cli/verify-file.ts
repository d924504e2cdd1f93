import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkText, type Evidence, isJsonObject, parseStrictJson, standard, verify } from '../../core/index.js';
import { type Config, nodeCrypto, rfc3339, systemClock } from '../../platform/index.js';
import { configuredTrustRoot } from '../runtime.js';
import { readStatements } from './read-anchors.js';
import { Usage } from './usage.js';

const usage = `usage: elicence verify <file> [options]
  <file>                      a credential, {credential, receipt}, or the answer of the API that issued it
  --receipt <file>            its receipt, when the file holds none
  --trust <file>              the trust list as served; judged by the pinned root in TRUST_ROOT_JWK (a file, or JSON)
  --anchors <file or address> statements of the log about its anchors (/log/anchors), cosigned by witnesses
  --at <RFC 3339>             the moment to judge at, else now`;
const options = {
  receipt: { type: 'string' },
  trust: { type: 'string' },
  anchors: { type: 'string' },
  at: { type: 'string' },
} as const;

/**
 * Judges a credential, also as `{ credential, receipt }` or as the API answered it, without any server: what only the registry knows is
 * indeterminate. With the log's statements about its anchors (`/log/anchors`, cosigned by witnesses) no chain is needed.
 */
export async function verifyFile(config: Config, args: string[]): Promise<string> {
  const { values, file } = readArguments(args);
  const at = values.at === undefined ? systemClock() : Date.parse(values.at);
  if (Number.isNaN(at)) throw new Usage(usage);
  const { credential, ...held } = readCredential(readFileSync(file, 'utf8').trim());
  const receipt = values.receipt === undefined ? held.receipt : readJson(readFileSync(values.receipt, 'utf8'));
  const unavailable = { unavailable: 'judged offline' };
  const evidence: Evidence = {
    credential,
    trust:
      values.trust === undefined
        ? unavailable
        : { jws: readFileSync(values.trust, 'utf8').trim(), root: configuredTrustRoot(config), asOf: rfc3339(at) },
    status: unavailable,
    receipt: receipt === undefined ? unavailable : { value: receipt, brought: true },
    anchors:
      values.anchors === undefined
        ? unavailable
        : { statements: await readStatements(values.anchors, receipt), asOf: rfc3339(at) },
  };
  const report = verify(evidence, standard, at, nodeCrypto);
  const lines = report.checks.map((c) => `  ${c.check}: ${c.outcome} (${c.code}) ${checkText(c.code, 'en').says}`);
  return [`${report.verdict}`, ...lines].join('\n');
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

function readCredential(text: string): { credential: string; receipt?: unknown } {
  if (!text.startsWith('{')) return { credential: text };
  const held = readJson(text);
  const { carriers } = held;
  const credential = held.credential ?? (isJsonObject(carriers) ? carriers['sd-jwt'] : undefined);
  if (typeof credential !== 'string') throw new Error('the file holds no credential');
  return { credential, receipt: held.receipt };
}

function readJson(text: string) {
  const parsed = parseStrictJson(text, { maxLength: 262_144, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('the file holds no JSON object');
  return parsed.value;
}
