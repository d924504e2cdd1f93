import { onMounted, shallowRef } from 'vue';
import { loadJudge } from '../judge/load.js';
import { isAnnounced } from './trust-list.js';
import { pinnedRoot, pinRoot, servedRoot, type TrustRoot } from './trust-root.js';

/** Thumbprints of the root that this device knows and of the one that the page came with now. */
export interface RootChange {
  known: string;
  offered: string;
}

/** The root that this device goes by; a change that nothing it knows has announced is told and waits for a person. */
export function useTrustRoot() {
  const root = shallowRef<TrustRoot>();
  const change = shallowRef<RootChange>();
  let awaited: TrustRoot | undefined;

  async function look(): Promise<void> {
    const { root: first, offered } = pinnedRoot(servedRoot());
    root.value = first;
    if (first === undefined || offered === undefined) return;
    const judge = await loadJudge();
    if (await isAnnounced(judge, first, offered)) {
      take(offered);
      return;
    }
    awaited = offered;
    change.value = { known: judge.thumbprintOf(first), offered: judge.thumbprintOf(offered) };
  }

  function take(offered: TrustRoot): void {
    pinRoot(offered);
    root.value = offered;
    change.value = undefined;
  }

  // Without the judge nothing can be compared: then the root that is known goes on to count.
  onMounted(() => look().catch(() => undefined));
  return { root, change, accept: () => awaited && take(awaited) };
}
