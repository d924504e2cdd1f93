import {
  type CryptoPort,
  decide,
  eventEntry,
  formatDigest,
  type LicenceEvent,
  type LicenceState,
} from '../core/index.js';
import { rfc3339 } from '../platform/index.js';

/** An event as its row, its leaf and the journal have it. */
export interface SourceEvent {
  id: string;
  organisationId: string;
  command: string;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  createdAt: Date;
  /** Null while it has no place in the log. */
  leafIndex: number | null;
  leafEntry: Buffer | null;
  /** The entry in the journal, while it waits. */
  waitingEntry: Buffer | null;
}

/** What the events of a licence say, replayed by the lifecycle. */
export interface Replayed {
  first: SourceEvent;
  last: SourceEvent;
  /** The event that made the master. */
  making: SourceEvent;
  state: LicenceState;
}

const makingCommands: readonly string[] = ['issue', 'change', 'renew'];

/** What is wrong with one event by itself; undefined when its row, event, salt and entry agree. */
export function eventFault(
  { command, event, salt, entry, createdAt }: SourceEvent,
  crypto: CryptoPort,
): string | undefined {
  if (salt.length !== 32) return 'its salt has not 32 bytes';
  if (!entry.equals(eventEntry(event, salt, crypto))) return 'its entry is not the one of its event and salt';
  if (command !== event.command) return 'its row tells another command than the event';
  return rfc3339(createdAt.getTime()) === event.time ? undefined : 'its row tells another time than the event';
}

/** What is wrong with an event's place: it is in the log or waits for it, never both, and the entry there is its own. */
export function placeFault({ entry, leafIndex, leafEntry, waitingEntry }: SourceEvent): string | undefined {
  if (!leafEntry && !waitingEntry) return 'it has no leaf in the log and does not wait for one';
  if (leafEntry && waitingEntry) return `it waits in the journal and is leaf ${leafIndex} of the log`;
  if (leafEntry && !leafEntry.equals(entry)) return `leaf ${leafIndex} of the log holds another entry`;
  return waitingEntry && !waitingEntry.equals(entry) ? 'the journal holds another entry' : undefined;
}

/** Replays a licence's events along their chain; answers what is wrong when they don't make one history. */
export function replay(events: readonly SourceEvent[]): Replayed | string {
  const byPrevious = new Map<string | null, SourceEvent>();
  for (const source of events) {
    if (byPrevious.has(source.event.previousEvent))
      return `two events follow ${source.event.previousEvent ?? 'nothing'}`;
    byPrevious.set(source.event.previousEvent, source);
  }
  const first = byPrevious.get(null);
  if (!first) return 'no event begins its history';
  let state: LicenceState | null = null;
  let [making, last] = [first, first];
  let count = 0;
  // No more steps than events: entries that were tampered with might lead in a circle.
  let at: SourceEvent | undefined = first;
  while (at && count < events.length) {
    const wrong = followFault(first, last, at);
    if (wrong !== undefined) return `event ${at.id} ${wrong}`;
    const decided = decide(state, at.event.command);
    if (!decided.ok) return `event ${at.id}: ${at.event.command} is not allowed from ${state ?? 'nothing'}`;
    state = decided.value;
    if (makingCommands.includes(at.event.command)) making = at;
    last = at;
    count++;
    at = byPrevious.get(formatDigest(at.entry));
  }
  if (count !== events.length || state === null) return 'an event names one before it that is not there';
  return { first, last, making, state };
}

function followFault(
  first: SourceEvent,
  before: SourceEvent,
  { event, organisationId }: SourceEvent,
): string | undefined {
  const { identifier, typeCode, typeVersion, statusIndex } = first.event;
  const same = event.identifier === identifier && event.typeCode === typeCode && event.statusIndex === statusIndex;
  if (!same || event.typeVersion !== typeVersion || organisationId !== first.organisationId) {
    return 'belongs to another licence than the first';
  }
  if (event.masterDigest !== first.event.masterDigest) return 'names another master than the first';
  return event.time < before.event.time ? 'is older than the one before it' : undefined;
}
