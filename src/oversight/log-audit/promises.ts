import {
  type CryptoPort,
  eventEntry,
  findRegistryKey,
  formatDigest,
  fromBase64url,
  type InclusionPromise,
  parseDigest,
  parseInstant,
  parsePromise,
  promiseSigningInput,
  type TrustList,
  toBase64url,
} from '../../core/index.js';
import { type Lie, lie, NotCompleted } from './lie.js';
import type { Replayed } from './replay-log.js';
import type { View } from './views.js';

/** A promise that the registry signed, and from where it was brought. */
export interface HeldPromise {
  from: string;
  promise: InclusionPromise;
  /** as {@link Replayed} names it */
  place: string;
}

/** What became of a promise: its event's place, or that there is time left. */
export interface PromiseState {
  from: string;
  state: 'kept' | 'pending';
  index?: number;
  loggedBy: string;
}

/** Takes a promise for what the registry signed; throws NotCompleted when it did not, since then it proves nothing. */
export function openPromise(from: string, value: unknown, list: TrustList, crypto: CryptoPort): HeldPromise {
  const proves = (why: string) => new NotCompleted(`${from} is no promise of this registry: ${why}`);
  const parsed = parsePromise(value);
  if (!parsed.ok) throw proves(parsed.code);
  const promise = parsed.value;
  const entry = eventEntry(promise.event, fromBase64url(promise.salt) as Uint8Array, crypto);
  if (formatDigest(entry) !== promise.entry) throw proves('its entry is not of its event');
  const key = findRegistryKey(list, 'promise', promise.keyId, parseInstant(promise.time) ?? Number.NaN);
  if (key === undefined) throw proves('the trust list does not name its key for that time');
  const signature = fromBase64url(promise.signature) as Uint8Array;
  if (!crypto.verifyEs256(key, promiseSigningInput(promise), signature)) throw proves('its signature is wrong');
  return { from, promise, place: toBase64url(parseDigest(promise.entry) as Uint8Array) };
}

/** Whether a promise was kept, by a tree that was read at a moment (milliseconds); missing after its time it is a lie. */
export function judgePromise(held: HeldPromise, replayed: Replayed, newest: View, at: number): PromiseState | Lie {
  const { from, promise, place } = held;
  const { loggedBy } = promise;
  const index = replayed.places.get(place);
  if (index !== undefined) return { from, state: 'kept', index, loggedBy };
  if (at <= (parseInstant(loggedBy) as number)) return { from, state: 'pending', loggedBy };
  const says = `the registry promised to log ${promise.event.command} of ${promise.event.identifier} by ${loggedBy}, and it is not in the log`;
  return lie('promise-broken', says, { promise, newest: newest.note, readAt: new Date(at).toISOString() });
}
