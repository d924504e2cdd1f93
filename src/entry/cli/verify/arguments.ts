import { parseArgs } from 'node:util';
import { parseInstant } from '../../../core/index.js';
import { Usage } from '../usage.js';

export const usage = `usage: elicence verify <file|text|-> [options]
       elicence verify --evidence <file> [--evidence <file> …] [--json]
  <file|text|->          a PDF, a licence file (.elicence), an offline code (ELC1:…), a vc+jwt, an SD-JWT VC, {credential, receipt},
                         or the answer of the API that issued it: as a file, as the text itself, or on standard input (-)
  --offline <file>       judges by a trust bundle, under the policy "offline" unless another is told; asks nobody
  --url <registry>       asks a registry for what is not in hand; more than one: the next is asked where one does not answer
  --root <file|JWK>      the pinned root of trust lists and bundles, else TRUST_ROOT_JWK
  --trust <file>         a trust list as served
  --receipt <file>       its receipt, when the file holds none
  --anchors <file|url>   statements of the log about its anchors (/log/anchors), cosigned by witnesses
  --policy <name>        standard, strict or offline
  --at <RFC 3339>        the moment to judge at (2026-11-30T08:00:00Z), else now
  --evidence <file>      judges recorded evidence again, by the policy and as of the moment recorded with it
  --record <file>        writes the evidence that was judged, for --evidence
  --state <file>         remembers the newest bundles and trust lists seen, so that older ones are refused
  --timeout <seconds>    how long one question to a registry may take (5)
  --lang zh-CN|en        language of the answer, else by LANG
  --json                 the report as one line of canonical JSON
exit code: 0 valid, 1 invalid, 2 indeterminate, 3 not judged`;

const options = {
  offline: { type: 'string' },
  url: { type: 'string', multiple: true, default: [] as string[] },
  root: { type: 'string' },
  trust: { type: 'string' },
  receipt: { type: 'string' },
  anchors: { type: 'string' },
  policy: { type: 'string' },
  at: { type: 'string' },
  evidence: { type: 'string', multiple: true, default: [] as string[] },
  record: { type: 'string' },
  state: { type: 'string' },
  timeout: { type: 'string', default: '5' },
  lang: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export type PolicyName = 'standard' | 'strict' | 'offline';
const policies: readonly string[] = ['standard', 'strict', 'offline'] satisfies PolicyName[];

/** What there is to be judged by; what is not given is not in hand. */
export interface Means {
  /** File of the trust bundle. */
  offline?: string;
  /** Registries to ask, without a slash at the end. */
  urls: string[];
  root?: string;
  trust?: string;
  receipt?: string;
  anchors?: string;
  state?: string;
  timeoutMs: number;
  policy?: PolicyName;
  /** Milliseconds since 1970; now when not given. */
  at?: number;
  record?: string;
}

/** How the command was called. */
export interface VerifyArguments {
  /** A licence, as it was brought, with what to judge it by; or names of files with recorded evidence. */
  question: { brought: string; means: Means } | { evidence: string[]; root?: string };
  language?: 'zh-CN' | 'en';
  json: boolean;
}

/** @throws Usage */
export function readArguments(args: string[]): VerifyArguments {
  const { values, positionals } = parse(args);
  const { lang, json, evidence } = values;
  if (lang !== undefined && lang !== 'zh-CN' && lang !== 'en') throw new Usage(usage);
  const question = evidence.length > 0 ? again(values, positionals) : first(values, positionals);
  return { question, ...(lang === undefined ? {} : { language: lang }), json };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (fault) {
    throw new Usage(`${fault instanceof Error ? fault.message : ''}\n${usage}`);
  }
}

/** Evidence that was recorded says all but the root. */
function again({ evidence, root, ...values }: Values, positionals: string[]) {
  const { offline, url, trust, receipt, anchors, policy, at, record, state } = values;
  const other = [offline, trust, receipt, anchors, policy, at, record, state, ...url, ...positionals];
  if (other.some((value) => value !== undefined)) throw new Usage(`--evidence goes with --root alone\n${usage}`);
  return { evidence, ...(root === undefined ? {} : { root }) };
}

function first({ url, at: atText, policy, timeout, ...values }: Values, positionals: string[]) {
  const [brought] = positionals;
  if (brought === undefined || brought === '' || positionals.length > 1) throw new Usage(usage);
  const { offline, root, trust, receipt, anchors, state, record } = values;
  const at = atText === undefined ? undefined : parseInstant(atText);
  if (atText !== undefined && at === undefined) throw new Usage(usage);
  if (!/^[1-9]\d{0,2}$/.test(timeout)) throw new Usage(usage);
  if (policy !== undefined && !policies.includes(policy)) throw new Usage(usage);
  if (offline !== undefined && (url.length > 0 || trust !== undefined || isAddress(anchors ?? ''))) {
    throw new Usage(`with --offline nobody is asked, and the bundle has the trust list\n${usage}`);
  }
  if (!url.every(isAddress)) throw new Usage(usage);
  const means: Means = {
    ...{ offline, root, trust, receipt, anchors, state, record, at },
    urls: url.map((text) => text.replace(/\/+$/, '')),
    timeoutMs: Number(timeout) * 1000,
    policy: policy as PolicyName | undefined,
  };
  return { brought, means };
}

/** Whether a text is the address of something to be asked over HTTP. */
export const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);
