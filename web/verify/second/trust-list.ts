import { fetchTrustList } from '../../client/index.js';
import type * as Judge from '../judge/index.js';
import { keepText, keptText } from './kept.js';
import type { TrustRoot } from './trust-root.js';

/** A trust list to judge by, with the moment that it speaks of. */
export interface TrustInHand {
  jws: string;
  asOf: string;
}

/** ms for which a list that was fetched is not asked for again. */
const FRESH = 60_000;
let last: (TrustInHand & { at: number }) | undefined;

/**
 * The registry's trust list: fetched, or the one that this device kept when it can't be had or is older than that. One that
 * the pinned root did not sign is given all the same: it is for the judge to refuse. Undefined where there is none.
 */
export async function trustInHand(
  judge: typeof Judge,
  root: TrustRoot,
  signal?: AbortSignal,
): Promise<TrustInHand | undefined> {
  const now = Date.now();
  if (last && now - last.at < FRESH) return last;
  const [answer, keptJws] = await Promise.all([fetchTrustList({ signal }), keptText('trust-list')]);
  const kept = keptJws === undefined ? undefined : judge.readSigned(keptJws, root, now);
  const fallback = kept && keptJws !== undefined ? { jws: keptJws, asOf: kept.issuedAt } : undefined;
  if (!answer.ok) return fallback;
  const fetched = judge.readSigned(answer.value, root, now);
  if (fetched && kept && fetched.number < kept.number) return fallback;
  const taken = { jws: answer.value, asOf: new Date(now).toISOString() };
  if (fetched) {
    last = { ...taken, at: now };
    if (fetched.number !== kept?.number) await keepText('trust-list', answer.value);
  }
  return taken;
}

/** Whether the list that this device kept, signed by the root it knows, names `offered` as the root after that. */
export async function isAnnounced(judge: typeof Judge, root: TrustRoot, offered: TrustRoot): Promise<boolean> {
  const jws = await keptText('trust-list');
  const next = jws === undefined ? undefined : judge.readSigned(jws, root, Date.now())?.nextRoot;
  return next !== undefined && next.x === offered.x && next.y === offered.y;
}
