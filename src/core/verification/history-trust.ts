import type { VersionReceipt } from '../record/index.js';
import { ok, type Result, refuse } from '../result.js';
import { parseInstant } from '../time/index.js';
import { type ListedCertificate, readTrustList, type TrustList } from '../trust/index.js';
import type { Case } from './case.js';
import type { HistoryCode } from './codes.js';
import type { HistoryEvidence } from './evidence.js';
import { type HistoryCase, judgePair, spellPair, timeOf } from './history.js';
import type { TrustInHand } from './trust-in-hand.js';

/** Lists are signed a moment before their version is logged; clocks may differ by this many milliseconds. */
const skew = 60_000;
/** Information this many milliseconds younger than the moment asked for still speaks of that moment. */
export const sameTime = 60_000;

/**
 * The trust list as it was in force at the moment asked for, by its versions around it. Today's list, when the moment is
 * now, when it was in force then already, or when nothing of the history was gathered: then its own dates answer. What
 * today's list says of compromised keys counts also for the past.
 */
export function takeTrustThen(given: Omit<Case, 'trustThen' | 'subject' | 'carrier'>): TrustInHand {
  const { trust, evidence, at, now, atText } = given;
  const { history } = evidence;
  if ('lacks' in trust || history === undefined || at >= now - sameTime) return trust;
  if ((parseInstant(trust.list.issuedAt) ?? Number.NaN) <= at) return trust;
  const { list } = trust;
  const pair = judgePair(history.trust, { kind: 'trust-list', name: 'trust' }, { ...given, list });
  const lacking = (lacks: HistoryCode, detail = ''): TrustInHand => ({ lacks, detail, asOf: atText });
  if (!pair.ok) return lacking(pair.code, pair.detail);
  const { before, after } = pair.value;
  const first = readVersion(before, history, at, given);
  if (!first.ok) return lacking('history-unproven', first.code);
  const second = after && readVersion(after, history, timeOf(after), given);
  if (second?.ok === false) return lacking('history-unproven', second.code);
  // The root numbers its lists without a gap, so that no list between these two is withheld.
  const next = second === undefined ? list.number : second.value.number - 1;
  if (first.value.number !== next) return lacking('history-unproven', 'a list in between is missing');
  return { list: withCompromises(first.value, list), asOf: atText, by: spellPair(pair.value) };
}

/** The list of a version, signed by a root that this verifier pins or pinned, and logged when it was made. */
function readVersion(
  receipt: VersionReceipt,
  { roots }: HistoryEvidence,
  at: number,
  { crypto }: Pick<HistoryCase, 'crypto'>,
): Result<TrustList> {
  let refusal: Result<TrustList> = refuse('trust-list-signature');
  for (const root of roots) {
    const read = readTrustList(receipt.content, root, { at }, crypto);
    if (read.ok) {
      const late = Math.abs(timeOf(receipt) - (parseInstant(read.value.issuedAt) ?? Number.NaN));
      return late <= skew ? ok(read.value) : refuse('trust-list-of-another-time');
    }
    if (read.code !== 'trust-list-signature') refusal = read;
  }
  return refusal;
}

/** A list of old with the compromises that were told since: who stole a key may have used it before anybody knew. */
function withCompromises(then: TrustList, now: TrustList): TrustList {
  const told = new Map<string, string>();
  const note = (id: string, { compromisedAt }: { compromisedAt?: string }) =>
    compromisedAt !== undefined && told.set(id, compromisedAt);
  for (const { certificates } of now.authorities) for (const item of certificates) note(item.thumbprint, item);
  for (const key of now.keys) note(key.keyId, key);
  if (told.size === 0) return then;
  const marked = <T extends Pick<ListedCertificate, 'compromisedAt'>>(item: T, id: string): T => {
    const compromisedAt = told.get(id);
    return compromisedAt === undefined ? item : { ...item, compromisedAt };
  };
  return {
    ...then,
    authorities: then.authorities.map((authority) => ({
      ...authority,
      certificates: authority.certificates.map((item) => marked(item, item.thumbprint)),
    })),
    keys: then.keys.map((key) => marked(key, key.keyId)),
  };
}
