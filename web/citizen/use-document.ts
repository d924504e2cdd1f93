import { ref } from 'vue';
import { type Answer, type Document, requestDocument } from '../client/index.js';
import { useTask } from '../kit/use-task.js';
import { session } from './session.js';

/** How often a document that is being made is asked for. */
const TRIES = 60;
const LONGEST_PAUSE = 10;

/** A document of a licence: asked for, and asked for again while the registry makes it. */
export function useDocument(identifier: string) {
  const task = useTask<Blob>();
  const kind = ref<Document>();
  /** The registry said that it is making it. */
  const making = ref(false);

  async function ask(wanted: Document): Promise<Blob | undefined> {
    kind.value = wanted;
    making.value = false;
    const came = await task.run((signal) => untilMade(wanted, signal));
    session.notice(task.problem.value);
    return came ? task.value.value : undefined;
  }

  async function untilMade(wanted: Document, signal: AbortSignal): Promise<Answer<Blob>> {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await requestDocument(session.token(), identifier, wanted, { signal });
      if (!answer.ok) return answer;
      if ('file' in answer.value) return { ...answer, value: answer.value.file };
      making.value = true;
      await pause(Math.min(answer.value.waitSeconds, LONGEST_PAUSE), signal);
      if (signal.aborted) break;
    }
    return { ok: false, problem: { kind: signal.aborted ? 'unreachable' : 'timed-out' } };
  }

  return { task, kind, making, ask };
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const timer = setTimeout(resume, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resume();
    });
  });
}
