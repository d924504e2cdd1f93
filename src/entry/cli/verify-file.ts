import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkText, type Evidence, isJsonObject, parseStrictJson, standard, verify } from '../../core/index.js';
import { type Config, nodeCrypto, rfc3339, systemClock } from '../../platform/index.js';
import { configuredTrustRoot } from '../runtime.js';
import { readStatements } from './read-anchors.js';
import { Usage } from './usage.js';

const usage = 'usage: elicence verify <file> [--trust <file>] [--anchors <file or address>] [--at <RFC 3339>]';

/**
 * Judges a credential, or `{ credential, receipt }` as JSON, without any server: what only the registry knows is
 * indeterminate. With the log's statements about its anchors (`/log/anchors`, cosigned by witnesses) no chain is needed.
 */
export async function verifyFile(config: Config, args: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    options: { trust: { type: 'string' }, anchors: { type: 'string' }, at: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Usage(usage);
  const at = values.at === undefined ? systemClock() : Date.parse(values.at);
  if (Number.isNaN(at)) throw new Usage(usage);
  const { credential, receipt } = readCredential(readFileSync(file, 'utf8').trim());
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

function readCredential(text: string): { credential: string; receipt?: unknown } {
  if (!text.startsWith('{')) return { credential: text };
  const parsed = parseStrictJson(text, { maxLength: 262_144, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value) || typeof parsed.value.credential !== 'string') {
    throw new Error('the file holds no credential');
  }
  return { credential: parsed.value.credential, receipt: parsed.value.receipt };
}
