import { computed, onScopeDispose, ref } from 'vue';

/** Seconds of a life of `total` ms that are left, by the monotonic clock: the device's own clock may be wrong. */
export function useCountdown(total: number) {
  const born = performance.now();
  const left = ref(Math.max(0, total));
  const timer = setInterval(() => {
    left.value = Math.max(0, total - (performance.now() - born));
    if (left.value === 0) clearInterval(timer);
  }, 250);
  onScopeDispose(() => clearInterval(timer));
  return {
    seconds: computed(() => Math.ceil(left.value / 1000)),
    share: computed(() => (total > 0 ? left.value / total : 0)),
    over: computed(() => left.value === 0),
  };
}
