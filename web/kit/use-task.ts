import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Answer, Problem } from '../client/index.js';

export const SLOW_AFTER = 2_000;

/** One question to the server as a page shows it: idle, loading (slow after 2 s), done with a value, or failed with a problem. */
export function useTask<T>() {
  const state = ref<'idle' | 'loading' | 'done' | 'failed'>('idle');
  const slow = ref(false);
  const problem = shallowRef<Problem>();
  const value = shallowRef<T>();
  const serverTime = ref(0);
  let current: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: ((signal: AbortSignal) => Promise<Answer<T>>) | undefined;

  function stop(): void {
    current?.abort();
    current = undefined;
    clearTimeout(timer);
    slow.value = false;
  }

  /** Runs `ask`; a newer run overtakes an older one, whose answer is dropped. Resolves to whether a value came. */
  async function run(ask: (signal: AbortSignal) => Promise<Answer<T>>): Promise<boolean> {
    stop();
    last = ask;
    const own = new AbortController();
    current = own;
    state.value = 'loading';
    problem.value = undefined;
    value.value = undefined;
    timer = setTimeout(() => {
      slow.value = true;
    }, SLOW_AFTER);
    const answer = await ask(own.signal);
    if (current !== own) return false;
    stop();
    if (answer.ok) {
      value.value = answer.value;
      serverTime.value = answer.serverTime;
      state.value = 'done';
    } else {
      problem.value = answer.problem;
      state.value = 'failed';
    }
    return answer.ok;
  }

  function reset(): void {
    stop();
    state.value = 'idle';
    problem.value = undefined;
    value.value = undefined;
  }

  onScopeDispose(stop);
  return {
    state,
    slow,
    problem,
    value,
    serverTime,
    run,
    reset,
    retry: () => (last ? run(last) : Promise.resolve(false)),
  };
}
