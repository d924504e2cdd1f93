import { onMounted, onScopeDispose, type Ref, ref, watch } from 'vue';
import type { TrustRoot } from '../second/trust-root.js';
import { type BundleInHand, bundleInHand, renewBundle } from './keep-bundle.js';

const RENEWED_EVERY = 10 * 60_000;
/** ms after which what is needed for the first licence has surely been asked for. */
const CALM = 1_500;

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

/**
 * Makes the page ready to work without a network: its files by a service worker, and a trust bundle that is taken anew while
 * there is one. Only for those who open the page to verify, or did so before: who follows one licence's QR code is not made to
 * load it all.
 */
export function useOffline(root: Readonly<Ref<TrustRoot | undefined>>) {
  /** The moment of which the kept bundle speaks; undefined where there is none that may be used. */
  const asOf = ref<string>();
  const expired = ref(false);
  let timer: ReturnType<typeof setInterval> | undefined;

  function told(read: BundleInHand): void {
    asOf.value = 'bundle' in read ? read.bundle.asOf : undefined;
    expired.value = 'refused' in read && read.refused === 'trust-bundle-expired';
  }

  async function renew(): Promise<void> {
    if (!root.value || document.visibilityState === 'hidden') return;
    try {
      told(await (navigator.onLine ? renewBundle(root.value) : bundleInHand(root.value)));
    } catch {
      // The part of the page that reads it could not be loaded; the next time comes.
    }
  }

  async function begin(): Promise<void> {
    const before = await navigator.serviceWorker?.getRegistration('/v').catch(() => undefined);
    if (location.pathname !== '/v' && !before && !isInstalled()) return;
    navigator.serviceWorker?.register('/verify-worker.js', { scope: '/v' }).catch(() => undefined);
    await renew();
    timer = setInterval(renew, RENEWED_EVERY);
  }

  const renewed = () => void renew();
  onMounted(() => {
    setTimeout(() => void begin(), CALM);
    addEventListener('online', renewed);
  });
  onScopeDispose(() => {
    clearInterval(timer);
    removeEventListener('online', renewed);
  });
  // Another root: what the former one vouched for is judged anew.
  watch(root, (_now, before) => before && void renew());
  return { asOf, expired };
}
