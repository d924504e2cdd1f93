import { instantText, parseInstant } from '../../time/index.js';
import type { KnownAnchor } from '../evidence.js';
import type { TimeBound } from '../report.js';
import type { Finding } from './finding.js';
import { knownAnchor } from './known-anchors.js';

const hour = 60 * 60 * 1000;
/** Clocks of registry and chain may differ by this many milliseconds. */
export const clockSkew = 60_000;
/** The longest that an acknowledged event may wait for its place in the log: 24 h as promised, and the 72 h after which a registry that can't anchor issues no more. */
export const logDelay = (24 + 72) * hour;
const day = 24 * hour;

/** What a licence says of its own time, beside its event. */
export interface TimeClaims {
  /** `iat` of the master, milliseconds. */
  issuedAt: number;
  /** Day of Asia/Shanghai. */
  issuanceDate: string;
}

interface TimeQuestion {
  /** The event's own time, RFC 3339. */
  eventTime: string;
  claims: TimeClaims;
  /** The anchor that holds the event, and the one before it that does not; both as read from the chain. */
  anchor: KnownAnchor;
  previous: KnownAnchor | undefined;
  anchors: readonly KnownAnchor[];
}

/**
 * Puts the event between block times. *Proven* by chain and log: it existed by `notAfter`, and the checkpoint anchored at
 * `absentAt` does not hold it. That alone says nothing of how long before it happened, since a chain may stand still with a
 * checkpoint on its way. But that checkpoint was chosen after the anchor before it was on the chain, and held all that was
 * logged by then: so, *by the registry's own word* on how soon it logs, the event is not older than that anchor by more
 * than `logDelay`: `notBefore`, told where that anchor is known.
 */
export function boundTime({ eventTime, claims, anchor, previous, anchors }: TimeQuestion): TimeBound {
  const bound: TimeBound = { claimed: eventTime, notAfter: anchor.blockTime };
  if (previous !== undefined) bound.absentAt = previous.blockTime;
  const chosenAfter = previous && previous.previousTreeSize > 0 ? before(previous, anchors) : undefined;
  const chosenAt = parseInstant(chosenAfter?.blockTime ?? '');
  if (chosenAt !== undefined) bound.notBefore = instantText(chosenAt - logDelay);
  if (isElsewhere(claims.issuanceDate, moment(eventTime))) bound.claimedIssuance = claims.issuanceDate;
  return bound;
}

/** What a licence's claims of time are found guilty of by the bound; `undefined` when they lie within it. */
export function timeFault(bound: TimeBound, { issuedAt }: TimeClaims): Finding | undefined {
  const claims = [moment(bound.claimed), issuedAt];
  const [first, last] = [Math.min(...claims), Math.max(...claims)];
  if (last > moment(bound.notAfter) + clockSkew) {
    return fault('failed', 'event-after-anchor', `says ${spell(last)}, was anchored at ${bound.notAfter}`);
  }
  if (bound.notBefore !== undefined) {
    if (first >= moment(bound.notBefore)) return undefined;
    return fault('failed', 'back-dated', `says ${spell(first)}, can't be older than ${bound.notBefore}`);
  }
  if (bound.absentAt === undefined || first >= moment(bound.absentAt) - logDelay) return undefined;
  const particulars = `says ${spell(first)}, was not in the checkpoint of ${bound.absentAt}`;
  return fault('indeterminate', 'back-dating-not-excluded', particulars);
}

function fault(outcome: Finding['outcome'], code: Finding['code'], particulars: string): Finding {
  return { outcome, code, particulars };
}

function before(anchor: KnownAnchor, anchors: readonly KnownAnchor[]): KnownAnchor | undefined {
  return knownAnchor(anchors, { ...anchor, treeSize: anchor.previousTreeSize });
}

/** Whether a day of issue lies more than a day off the event: an older paper that was taken over, or a mistake. */
function isElsewhere(issuanceDate: string, event: number): boolean {
  const begins = Date.parse(`${issuanceDate}T00:00:00+08:00`);
  return begins + 2 * day < event || begins - day > event;
}

// Whoever signed `iat` may have written any number.
function spell(time: number): string {
  return Math.abs(time) <= 8.64e15 ? instantText(time) : String(time);
}

function moment(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}
