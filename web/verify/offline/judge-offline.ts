import type { Problem, Question, Report } from '../../client/index.js';
import { loadJudge } from '../judge/load.js';
import type { TrustRoot } from '../second/trust-root.js';
import { bundleInHand } from './keep-bundle.js';

/** Why nothing could be judged without the registry. */
export type NotOffline = 'record' | 'none-kept' | 'expired' | 'refused' | 'nothing-to-judge';

/** A report of this device alone, as of its bundle, or why there is none. */
export type OfflineAnswer = { report: Report; asOf: string } | { not: NotOffline };

/** Whether a problem means that the registry gave no answer, rather than that it refused the question. */
export const isAway = ({ kind, status = 0 }: Problem): boolean => kind !== 'answered' || status >= 500;

/** Judges by what this device keeps. Never throws. */
export async function judgeOffline(question: Question, root: TrustRoot | undefined): Promise<OfflineAnswer> {
  if (root === undefined) return { not: 'none-kept' };
  if ('identifier' in question) return { not: 'record' };
  try {
    const read = await bundleInHand(root);
    if ('refused' in read) return { not: reasonOf(read.refused) };
    const judge = await loadJudge();
    const inHand = await judge.understand(question);
    const report = inHand && judge.judgeByBundle(read.bundle, inHand, Date.now());
    return report ? { report: report as Report, asOf: read.bundle.asOf } : { not: 'nothing-to-judge' };
  } catch {
    return { not: 'none-kept' };
  }
}

function reasonOf(refused: string): NotOffline {
  if (refused === 'none-kept') return 'none-kept';
  return refused === 'trust-bundle-expired' ? 'expired' : 'refused';
}
