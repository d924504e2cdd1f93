import { instantText, parseInstant } from '../time/index.js';
import type { ListedAuthority, ListedKey, ListedRight, TrustList } from './trust-list.js';

/**
 * The list that follows `previous` and says `next`: nothing that was ever named vanishes, so that what was signed, logged
 * or anchored under it stays judged by it. What `next` names no more is ended at `at` (milliseconds), not dropped: keys get
 * their `until`, rights end, and certificates, types, logs and contracts stay as they were. A compromise once told stays.
 */
export function mergeTrustList(previous: TrustList | undefined, next: TrustList, at: number): TrustList {
  if (previous === undefined) return next;
  const now = instantText(at);
  return {
    ...next,
    authorities: merged(next.authorities, previous.authorities, ({ creditCode }) => creditCode, {
      kept: (old) => ({ ...old, rights: old.rights.map((right) => ended(right, now)) }),
      both: (fresh, old) => mergeAuthority(fresh, old, now),
    }),
    types: merged(next.types, previous.types, ({ code }) => code, {
      both: (fresh, old) => ({ ...fresh, vct: [...new Set([...old.vct, ...fresh.vct])] }),
    }),
    keys: merged(next.keys, previous.keys, ({ keyId }) => keyId, {
      kept: (old) => endedKey(old, now),
      both: keepCompromise,
    }),
    logs: merged(next.logs, previous.logs, ({ origin }) => origin),
    contracts: merged(next.contracts, previous.contracts, ({ chainId, address, logId }) =>
      `${chainId} ${address} ${logId}`.toLowerCase(),
    ),
    ...mergeWitnesses(next, previous, now),
  };
}

/** A witness that is named no more keeps its word for what it signed until now. */
function mergeWitnesses(next: TrustList, previous: TrustList, now: string): Pick<TrustList, 'witnesses'> {
  const witnesses = merged(next.witnesses ?? [], previous.witnesses ?? [], ({ name }) => name, {
    kept: (old) => (old.until === undefined ? { ...old, until: now } : old),
    both: (fresh, old) => (fresh.noteKey === old.noteKey ? { ...fresh, from: old.from } : fresh),
  });
  return witnesses.length === 0 ? {} : { witnesses };
}

function mergeAuthority(next: ListedAuthority, old: ListedAuthority, now: string): ListedAuthority {
  return {
    ...next,
    certificates: merged(next.certificates, old.certificates, ({ thumbprint }) => thumbprint, { both: keepCompromise }),
    rights: merged(next.rights, old.rights, ({ typeCode, from }) => `${typeCode} ${from}`, {
      kept: (right) => ended(right, now),
    }),
  };
}

interface Merging<T> {
  kept?: (old: T) => T;
  both?: (next: T, old: T) => T;
}

/** Old items first, in their order, so that a list that says the same reads the same. */
function merged<T>(next: readonly T[], old: readonly T[], keyOf: (item: T) => string, how: Merging<T> = {}): T[] {
  const fresh = new Map(next.map((item) => [keyOf(item), item]));
  const before = old.map((item) => {
    const same = fresh.get(keyOf(item));
    fresh.delete(keyOf(item));
    if (same === undefined) return how.kept?.(item) ?? item;
    return how.both?.(same, item) ?? same;
  });
  return [...before, ...fresh.values()];
}

function ended(right: ListedRight, now: string): ListedRight {
  const end = moment(right.from) > moment(now) ? right.from : now;
  return right.until !== undefined && moment(right.until) <= moment(end) ? right : { ...right, until: end };
}

/** A key for carriers has its end, the certificate's, from the beginning; being replaced ends it earlier. */
function endedKey(key: ListedKey, now: string): ListedKey {
  return key.until !== undefined && moment(key.until) <= moment(now) ? key : { ...key, until: now };
}

function keepCompromise<T extends { compromisedAt?: string }>(next: T, { compromisedAt }: T): T {
  if (compromisedAt === undefined) return next;
  const earlier = next.compromisedAt !== undefined && moment(next.compromisedAt) < moment(compromisedAt);
  return earlier ? next : { ...next, compromisedAt };
}

function moment(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}
