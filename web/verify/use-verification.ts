import { onMounted, onScopeDispose, type Ref, ref, shallowRef } from 'vue';
import { type Answer, type Problem, type Question, verifyLicence } from '../client/index.js';
import { useTask } from '../kit/use-task.js';
import { codesInView, type SeenCode } from './codes-in-view.js';
import { isAway, judgeOffline, type NotOffline } from './offline/judge-offline.js';
import type { Outcome } from './outcome.js';
import { type FileReading, readLicenceFile } from './read-file.js';
import { type Reading, readLocation, readQuestion } from './read-question.js';
import { judgeSecond } from './second/judge-second.js';
import type { TrustRoot } from './second/trust-root.js';

/** Something to tell instead of a verdict. */
export type Notice =
  | Exclude<Reading['kind'], 'question'>
  | Exclude<FileReading['kind'], 'texts' | 'document'>
  | 'several-codes';

const unjudged = { standings: {}, worse: [], differs: [] };

/** The page's one conversation: what was brought, asked, and answered. */
export function useVerification(root: Readonly<Ref<TrustRoot | undefined>>) {
  const task = useTask<Outcome>();
  const notice = ref<Notice>();
  const foreignOrigin = ref('');
  /** Codes of ours that were seen together, one of which is to be chosen. */
  const choice = shallowRef<SeenCode[]>();
  /** The identifier whose code is still to be typed. */
  const identifier = ref('');
  const reading = ref(false);
  /** Why this device could not judge alone either, once the registry gave no answer. */
  const notOffline = ref<NotOffline>();

  function clear(): void {
    task.reset();
    notice.value = undefined;
    choice.value = undefined;
    foreignOrigin.value = '';
    notOffline.value = undefined;
  }

  function take(given: Reading): void {
    clear();
    if (given.kind === 'question') {
      void task.run((signal) => ask(given.question, signal));
      return;
    }
    notice.value = given.kind;
    if (given.kind === 'foreign-address') foreignOrigin.value = given.origin;
    if (given.kind === 'code-missing') identifier.value = given.identifier;
  }

  async function ask(question: Question, signal: AbortSignal): Promise<Answer<Outcome>> {
    notOffline.value = undefined;
    const answer = await verifyLicence(question, { signal });
    if (!answer.ok) return isAway(answer.problem) ? judgeAlone(question, answer.problem) : answer;
    const judged = await judgeSecond(question, answer.value, root.value, signal);
    return { ...answer, value: { ...judged, registrySaid: answer.value.verdict } };
  }

  /** Without an answer of the registry, what this device keeps decides; where that does not reach, the problem is told. */
  async function judgeAlone(question: Question, problem: Problem): Promise<Answer<Outcome>> {
    const alone = await judgeOffline(question, root.value);
    if ('not' in alone) {
      notOffline.value = alone.not;
      return { ok: false, problem };
    }
    const { report, asOf } = alone;
    const value = { ...unjudged, report, registrySaid: report.verdict, offline: { asOf, problem } };
    return { ok: true, value, status: 0, serverTime: Date.now() };
  }

  const takeText = (text: string) => take(readQuestion(text, location.origin));

  /** The texts of one picture or frame: where several codes are seen, only one may be a licence's. */
  function takeTexts(texts: string[]): void {
    const seen = codesInView(texts, location.origin);
    if (seen.kind === 'one') {
      take(seen.reading);
      return;
    }
    clear();
    if (seen.kind === 'choice') choice.value = seen.codes;
    else notice.value = seen.kind;
  }

  async function takeFile(file: File): Promise<void> {
    if (reading.value) return;
    clear();
    reading.value = true;
    const found = await readLicenceFile(file);
    reading.value = false;
    if (found.kind === 'texts') takeTexts(found.texts);
    else if (found.kind === 'document') take({ kind: 'question', question: { file: found.file } });
    else notice.value = found.kind;
  }

  function takeAddress(): void {
    const given = readLocation(location.pathname, location.hash);
    if (given) take(given);
  }

  /** Ready for the next licence; the address no longer names the last one. */
  function next(): void {
    clear();
    identifier.value = '';
    if (location.pathname !== '/v' || location.hash) history.replaceState(null, '', '/v');
  }

  onMounted(() => {
    takeAddress();
    addEventListener('hashchange', takeAddress);
  });
  onScopeDispose(() => removeEventListener('hashchange', takeAddress));
  return {
    task,
    notice,
    foreignOrigin,
    choice,
    identifier,
    reading,
    notOffline,
    take,
    takeText,
    takeTexts,
    takeFile,
    next,
  };
}
