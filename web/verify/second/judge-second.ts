import {
  type AnsweredEvidence,
  fetchAnchorStatements,
  fetchStatusToken,
  type Question,
  type Report,
} from '../../client/index.js';
import type * as Judge from '../judge/index.js';
import { loadJudge } from '../judge/load.js';
import { bundleInHand } from '../offline/keep-bundle.js';
import { type Judged, takeWorse, withoutSecond } from './second-verdict.js';
import { trustInHand } from './trust-list.js';
import type { TrustRoot } from './trust-root.js';

/** ms by which the clocks of registry and device may be apart. */
const CLOCK_SKEW = 10 * 60_000;
/** A worker publishes a changed status list about once a second. */
const RESUMED_AFTER = 1_200;
const RESUMED_TRIES = 2;
const nothing: AnsweredEvidence = { credential: '', receipt: null, statusToken: null };

/** Judges the registry's answer a second time on this device, and takes the worse of the two. Never throws. */
export async function judgeSecond(
  question: Question,
  registry: Report,
  root: TrustRoot | undefined,
  signal: AbortSignal,
): Promise<Judged> {
  if (root === undefined) return withoutSecond(registry, 'no-root');
  try {
    return await judgeUnder(await loadJudge(), question, registry, root, signal);
  } catch {
    return withoutSecond(registry, 'judge-missing');
  }
}

async function judgeUnder(
  judge: typeof Judge,
  question: Question,
  registry: Report,
  root: TrustRoot,
  signal: AbortSignal,
): Promise<Judged> {
  const inHand = (await judge.understand(question)) ?? {};
  let answered = registry.evidence ?? nothing;
  if (!answered.credential && !inHand.credential && !inHand.carrier) {
    return withoutSecond(registry, registry.verdict === 'valid' ? 'evidence-missing' : 'nothing-to-judge');
  }
  const at = Date.parse(registry.at);
  if (!(Math.abs(Date.now() - at) < CLOCK_SKEW)) return withoutSecond(registry, 'clock-differs');
  const [trust, statements] = await Promise.all([
    trustInHand(judge, root, signal),
    statementsAbout(answered.receipt, signal),
  ]);
  if (trust === undefined) return withoutSecond(registry, 'trust-list-missing');
  const bundle = answered.statusToken === null ? await bundleInHand(root) : undefined;
  const evidence = {
    inHand,
    trust: { ...trust, root },
    ...(statements && { statements }),
    ...(bundle && 'bundle' in bundle && { bundle: bundle.bundle }),
  };
  for (let tries = 0; ; tries++) {
    const own = judge.judgeAgain({ ...evidence, answered }, at);
    if (own === undefined) return withoutSecond(registry, 'nothing-to-judge');
    const judged = takeWorse(registry, own.report as Report, own.byRecord);
    const suspended = judged.worse.find(({ code }) => code === 'status-suspended');
    // It may have been resumed this very second; a suspension that is signed after the registry's answer stands.
    if (suspended?.outcome !== 'indeterminate' || tries === RESUMED_TRIES) return judged;
    await new Promise((resume) => setTimeout(resume, RESUMED_AFTER));
    const statusToken = await newerToken(answered, signal);
    if (statusToken === undefined) return judged;
    answered = { ...answered, statusToken };
  }
}

/** The token's list, asked for again; its address is inside the token, and is ours by its last part alone. */
async function newerToken({ statusToken }: AnsweredEvidence, signal: AbortSignal): Promise<string | undefined> {
  const list = listOf(statusToken ?? '');
  const answer = list === undefined ? undefined : await fetchStatusToken(list, { signal });
  return answer?.ok ? answer.value : undefined;
}

function listOf(token: string): string | undefined {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const { sub } = JSON.parse(atob(payload)) as { sub?: unknown };
    return typeof sub === 'string' ? /\/status-lists\/(\d{1,10})$/.exec(sub)?.[1] : undefined;
  } catch {
    return undefined;
  }
}

interface NamedAnchors {
  checkpoint?: unknown;
  anchor?: { treeSize?: unknown } | null;
  previousAnchor?: { treeSize?: unknown } | null;
}

/** The anchor that a receipt names, and the one before it, as the log states them. */
async function statementsAbout(receipt: unknown, signal: AbortSignal): Promise<string[] | undefined> {
  const { checkpoint, anchor, previousAnchor } = (receipt ?? {}) as NamedAnchors;
  const sizes = [anchor?.treeSize, previousAnchor?.treeSize].filter((size) => typeof size === 'number' && size > 0);
  if (sizes.length === 0 || typeof checkpoint !== 'string') return undefined;
  const after = Math.min(...(sizes as number[])) - 1;
  const origin = checkpoint.slice(0, checkpoint.indexOf('\n'));
  const answer = await fetchAnchorStatements({ origin, after, limit: 3 }, { signal });
  return answer.ok ? answer.value : undefined;
}
