import { fetchTrustBundle } from '../../client/index.js';
import { keep, kept } from '../../kit/preferences.js';
import type { BundleRead, SeenBundle } from '../judge/index.js';
import { loadJudge } from '../judge/load.js';
import { keepText, keptText } from '../second/kept.js';
import type { TrustRoot } from '../second/trust-root.js';

/** What this device has for judging without a network. */
export type BundleInHand = BundleRead | { refused: 'none-kept' };

const SEEN = 'bundle-seen';
let last: { text: string; read: Extract<BundleRead, { bundle: unknown }> } | undefined;

/** Fetches the newest trust bundle and keeps it, if it is good and no older than one seen before. */
export async function renewBundle(root: TrustRoot): Promise<BundleInHand> {
  const answer = await fetchTrustBundle();
  if (answer.ok) {
    const { readBundle } = await loadJudge();
    const read = readBundle(answer.value, root, Date.now(), seenBundle());
    if ('bundle' in read) {
      await keepText('trust-bundle', answer.value);
      keep(SEEN, JSON.stringify(read.seen));
      last = { text: answer.value, read };
      return read;
    }
  }
  return bundleInHand(root);
}

/** The bundle that is kept, judged anew: it may have expired since. */
export async function bundleInHand(root: TrustRoot): Promise<BundleInHand> {
  const text = await keptText('trust-bundle');
  if (text === undefined) return { refused: 'none-kept' };
  if (last?.text === text && Date.now() < Date.parse(last.read.bundle.expiresAt)) return last.read;
  const { readBundle } = await loadJudge();
  const read = readBundle(text, root, Date.now(), seenBundle());
  if ('bundle' in read) last = { text, read };
  return read;
}

function seenBundle(): SeenBundle | undefined {
  try {
    const { number, trustListNumber } = JSON.parse(kept(SEEN) ?? '') as Partial<SeenBundle>;
    return typeof number === 'number'
      ? { number, ...(trustListNumber !== undefined && { trustListNumber }) }
      : undefined;
  } catch {
    return undefined;
  }
}
