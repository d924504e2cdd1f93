import { readFileSync, writeFileSync } from 'node:fs';
import {
  type EcPublicJwk,
  formatRecordedEvidence,
  judgeRecorded,
  offline,
  type Policy,
  type RecordedEvidence,
  type Report,
  readRecordedEvidence,
  reportText,
  standard,
  strict,
  type Verdict,
} from '../../../core/index.js';
import type { Config } from '../../../platform/index.js';
import { nodeCrypto, systemClock } from '../../../platform/light.js';
import { configuredTrustRoot } from '../../trust-root.js';
import { type Means, type PolicyName, readArguments } from './arguments.js';
import { gather } from './gather.js';
import { gatherByBundle } from './gather-by-bundle.js';
import { readBrought } from './read-held.js';
import { sayReport } from './say-report.js';
import { Seen } from './seen.js';

const policies: Record<PolicyName, Policy> = { standard, strict, offline };
const exitCodes = { valid: 0, invalid: 1, indeterminate: 2 } as const;

/** What a verification said, and the exit code of its verdict. */
export interface VerifySaid {
  said: string;
  exitCode: 0 | 1 | 2;
}

/**
 * Judges a licence, in whatever form it is carried: by what was brought, by files, by a trust bundle with nobody asked, or by
 * what registries answer; or judges recorded evidence again.
 *
 * @throws Usage, or Error when nothing could be judged
 */
export async function verifyCommand(
  config: Pick<Config, 'TRUST_ROOT_JWK' | 'LANG'>,
  args: string[],
  clock = systemClock,
): Promise<VerifySaid> {
  const { question, json, language = languageOf(config.LANG) } = readArguments(args);
  const root = rootOf(question, config);
  const recorded =
    'evidence' in question
      ? question.evidence.map((file) => readRecorded(file, root))
      : [await gathered(question.brought, question.means, root, clock())];
  const reports = recorded.map((record) => judgeRecorded(record, nodeCrypto));
  const said = reports.map((report) => (json ? reportText(report) : sayReport(report, language)));
  return { said: said.join('\n'), exitCode: exitCodes[worst(reports)] };
}

async function gathered(
  brought: string,
  means: Means,
  root: EcPublicJwk | undefined,
  clock: number,
): Promise<RecordedEvidence> {
  const held = readBrought(brought);
  const at = means.at ?? clock;
  const moments = { at, now: Math.max(at, clock) };
  const seen = root && new Seen(root, means.state, (line) => process.stderr.write(`${line}\n`));
  const evidence =
    means.offline === undefined
      ? await gather(held, means, { root, seen }, moments)
      : gatherByBundle(held, { ...means, offline: means.offline }, { root, seen }, moments);
  const policy = policies[means.policy ?? (means.offline === undefined ? 'standard' : 'offline')];
  const record = { evidence, policy, at };
  if (means.record !== undefined) writeRecord(means.record, record);
  return record;
}

function rootOf(
  question: ReturnType<typeof readArguments>['question'],
  config: Pick<Config, 'TRUST_ROOT_JWK'>,
): EcPublicJwk | undefined {
  const TRUST_ROOT_JWK = ('means' in question ? question.means.root : question.root) ?? config.TRUST_ROOT_JWK;
  return TRUST_ROOT_JWK === undefined ? undefined : configuredTrustRoot({ TRUST_ROOT_JWK });
}

function readRecorded(file: string, root: EcPublicJwk | undefined): RecordedEvidence {
  if (root === undefined) throw new Error('the root of the trust list is needed: --root, or TRUST_ROOT_JWK');
  const read = readRecordedEvidence(readFileSync(file, 'utf8'), { root });
  if (read.ok) return read.value;
  throw new Error(
    `${file} holds no recorded evidence: ${[read.code, read.detail, read.pointer].filter(Boolean).join(', ')}`,
  );
}

function writeRecord(file: string, record: RecordedEvidence): void {
  const text = formatRecordedEvidence(record);
  if (!text.ok) throw new Error(`the evidence can't be recorded: ${text.code}`);
  writeFileSync(file, `${text.value}\n`);
}

/** Of several: one that is invalid tells more than one that is open. */
function worst(reports: readonly Report[]): Verdict {
  const order: Verdict[] = ['invalid', 'indeterminate'];
  return order.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? 'valid';
}

const languageOf = (locale: string | undefined) => (locale?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en');
