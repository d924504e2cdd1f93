import { onMounted, onScopeDispose, ref, shallowRef } from 'vue';
import { type Report, verifyLicence } from '../client/index.js';
import { useTask } from '../kit/use-task.js';
import type { FileReading } from './read-file.js';
import { type Reading, readLocation, readQuestion } from './read-question.js';

/** Something to tell instead of a verdict. */
export type Notice =
  | Exclude<Reading['kind'], 'question'>
  | Exclude<FileReading['kind'], 'texts' | 'document'>
  | 'several-codes';

/** The page's one conversation: what was brought, asked, and answered. */
export function useVerification() {
  const task = useTask<Report>();
  const notice = ref<Notice>();
  const foreignOrigin = ref('');
  /** The identifier whose code is still to be typed. */
  const identifier = ref('');
  const asked = shallowRef<Reading>();

  function take(reading: Reading): void {
    task.reset();
    asked.value = reading;
    notice.value = reading.kind === 'question' ? undefined : reading.kind;
    foreignOrigin.value = reading.kind === 'foreign-address' ? reading.origin : '';
    if (reading.kind === 'code-missing') identifier.value = reading.identifier;
    if (reading.kind === 'question') task.run((signal) => verifyLicence(reading.question, { signal }));
  }

  const takeText = (text: string) => take(readQuestion(text, location.origin));

  /** The texts of one picture or frame: where several codes are seen, only one may be a licence's. */
  function takeTexts(texts: string[]): void {
    const readings = texts.map((text) => readQuestion(text, location.origin));
    const ours = readings.filter((each) => each.kind === 'question' && 'identifier' in each.question);
    const one = readings.length === 1 ? readings[0] : ours.length === 1 ? ours[0] : undefined;
    if (one) take(one);
    else tell('several-codes');
  }

  function tell(kind: Notice): void {
    task.reset();
    notice.value = kind;
  }

  function takeAddress(): void {
    const reading = readLocation(location.pathname, location.hash);
    if (reading) take(reading);
  }

  onMounted(() => {
    takeAddress();
    addEventListener('hashchange', takeAddress);
  });
  onScopeDispose(() => removeEventListener('hashchange', takeAddress));
  return { task, notice, foreignOrigin, identifier, take, takeText, takeTexts, tell };
}
