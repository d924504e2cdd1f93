import { shallowRef } from 'vue';
import type { Answer, List } from '../client/index.js';
import { useTask } from '../kit/use-task.js';
import { session } from './session.js';

/** A list that grows page by page; what was read stays when a later page fails. */
export function usePaged<T>(
  read: (token: string, after: string | null, signal: AbortSignal) => Promise<Answer<List<T>>>,
) {
  const task = useTask<List<T>>();
  const items = shallowRef<T[]>([]);
  const next = shallowRef<string | null>(null);

  async function load(after: string | null): Promise<void> {
    const came = await task.run((signal) => read(session.token(), after, signal));
    session.notice(task.problem.value);
    const page = task.value.value;
    if (!came || !page) return;
    items.value = after ? [...items.value, ...page.items] : page.items;
    next.value = page.next ?? null;
  }

  const again = () => load(items.value.length > 0 ? next.value : null);
  return { task, items, next, first: () => load(null), more: () => load(next.value), again };
}
