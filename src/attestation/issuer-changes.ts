import { parseDigest, parseInstant, type TrustList } from '../core/index.js';

/** A right as IssuerRegistry keeps it: seconds, `until` 0 is open. */
export interface ChainRight {
  id: number;
  creditCode: string;
  typeCode: string;
  from: number;
  until: number;
}

/** A key as IssuerRegistry keeps it; `compromisedAt` 0 is never. */
export interface ChainKey {
  creditCode: string;
  /** `0x` and 64 hexadecimal digits */
  thumbprint: string;
  from: number;
  until: number;
  compromisedAt: number;
}

/** What must be written so that the chain says what the list says. */
export interface IssuerChanges {
  rightEnds: { id: number; until: number }[];
  rights: Omit<ChainRight, 'id'>[];
  keyEnds: { thumbprint: string; until: number }[];
  keys: Omit<ChainKey, 'compromisedAt'>[];
  compromises: { thumbprint: string; since: number }[];
}

interface Span {
  from: number;
  /** exclusive; Infinity is open */
  until: number;
}

const seconds = (instant: string): number => Math.floor((parseInstant(instant) as number) / 1000);
const open = (until: number): number => (until === 0 ? Number.POSITIVE_INFINITY : until);
const closed = (until: number): number => (until === Number.POSITIVE_INFINITY ? 0 : until);

/**
 * Compares a trust list with the entries on the chain. What ended there is never touched; what the list no longer names ends
 * at `soonest`, the first moment (seconds) that the contract will take as an end, since it ends nothing in its past.
 */
export function issuerChanges(
  list: Pick<TrustList, 'authorities'>,
  onChain: { rights: readonly ChainRight[]; keys: readonly ChainKey[] },
  soonest: number,
): IssuerChanges {
  const wanted = new Map<string, Span[]>();
  for (const { creditCode, rights } of list.authorities) {
    for (const { typeCode, from, until } of rights) {
      const spans = wanted.get(`${creditCode} ${typeCode}`) ?? [];
      spans.push({ from: seconds(from), until: until === undefined ? Number.POSITIVE_INFINITY : seconds(until) });
      wanted.set(`${creditCode} ${typeCode}`, spans);
    }
  }
  const written = new Map<string, ChainRight[]>();
  for (const right of onChain.rights) {
    // Taken back before it began: nothing is left of it.
    if (open(right.until) <= right.from) continue;
    const key = `${right.creditCode} ${right.typeCode}`;
    written.set(key, [...(written.get(key) ?? []), right]);
  }
  const changes: IssuerChanges = { rightEnds: [], rights: [], ...keyChanges(list, onChain.keys, soonest) };
  for (const pair of new Set([...wanted.keys(), ...written.keys()])) {
    const [creditCode, typeCode] = pair.split(' ') as [string, string];
    const target = merged(wanted.get(pair) ?? []);
    const after = (written.get(pair) ?? []).map((right) => {
      const until = rightEnd(right, target, written.get(pair) as ChainRight[], soonest);
      if (until !== open(right.until)) changes.rightEnds.push({ id: right.id, until: closed(until) });
      return { from: right.from, until };
    });
    for (const gap of gaps(target, merged(after))) {
      changes.rights.push({ creditCode, typeCode, from: gap.from, until: closed(gap.until) });
    }
  }
  return changes;
}

/** Until when a right that is on the chain shall last: as the list has the period in which it lies. */
function rightEnd(right: ChainRight, target: Span[], all: readonly ChainRight[], soonest: number): number {
  const until = open(right.until);
  if (until < soonest) return until;
  const now = Math.max(right.from, soonest);
  const period = target.find((span) => span.from <= now && now < span.until);
  if (!period) return Math.min(until, now === right.from ? right.from : soonest);
  const next = Math.min(
    ...all.filter(({ from }) => from > right.from).map(({ from }) => from),
    Number.POSITIVE_INFINITY,
  );
  return Math.min(period.until, next);
}

function keyChanges(list: Pick<TrustList, 'authorities'>, onChain: readonly ChainKey[], soonest: number) {
  const keyEnds: IssuerChanges['keyEnds'] = [];
  const keys: IssuerChanges['keys'] = [];
  const compromises: IssuerChanges['compromises'] = [];
  const missing = new Map(onChain.map((key) => [key.thumbprint, key]));
  for (const { creditCode, certificates } of list.authorities) {
    for (const certificate of certificates) {
      const thumbprint = `0x${Buffer.from(parseDigest(certificate.thumbprint) as Uint8Array).toString('hex')}`;
      const [from, until] = [seconds(certificate.notBefore), seconds(certificate.notAfter)];
      const known = missing.get(thumbprint);
      missing.delete(thumbprint);
      if (!known) keys.push({ creditCode, thumbprint, from, until });
      else if (open(known.until) >= soonest && open(known.until) !== Math.max(until, soonest)) {
        keyEnds.push({ thumbprint, until: Math.max(until, soonest) });
      }
      const since = certificate.compromisedAt === undefined ? 0 : seconds(certificate.compromisedAt);
      if (since > 0 && since < open(known?.compromisedAt ?? 0)) compromises.push({ thumbprint, since });
    }
  }
  for (const { thumbprint, until } of missing.values()) {
    if (open(until) > soonest) keyEnds.push({ thumbprint, until: soonest });
  }
  return { keyEnds, keys, compromises };
}

/** The same time, in order and without periods that touch or overlap or are empty. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.until <= span.from) continue;
    const last = result.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else result.push({ ...span });
  }
  return result;
}

/** What of `target` is not in `covered`; both merged. */
function gaps(target: Span[], covered: Span[]): Span[] {
  return target.flatMap((span) => {
    const free: Span[] = [];
    let from = span.from;
    for (const cover of covered) {
      if (cover.until <= from || cover.from >= span.until) continue;
      if (cover.from > from) free.push({ from, until: cover.from });
      from = Math.max(from, cover.until);
    }
    if (from < span.until) free.push({ from, until: span.until });
    return free;
  });
}
