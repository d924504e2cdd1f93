import { type CryptoPort, readSubject, type Subject } from '../core/index.js';
import { type Clock, Repeated } from '../platform/index.js';

/** Characters of all texts that are kept; what was read out of one takes some four times as much. */
const maxChars = 10_000_000;

/**
 * Reads credentials, and remembers what it read out of those that were judged intact and came twice, by their exact text.
 * Only the reading is remembered; every check judges it anew.
 */
export class ReadSubjects {
  private readonly repeated: Repeated<{ text: string; subject: Subject }>;

  constructor(
    private readonly crypto: CryptoPort,
    clock: Clock,
  ) {
    this.repeated = new Repeated(maxChars, (_, { text }) => text.length, clock);
  }

  read(text: string): Subject {
    return this.known(text) ?? readSubject(text, this.crypto);
  }

  /** Call with what `read` gave, once `core` judged it intact. */
  keep(text: string, subject: Subject): void {
    if (subject.ok && this.known(text) !== subject)
      this.repeated.offer(keyOf(text), { text, subject }, subject.jwt.masterDigest);
  }

  private known(text: string): Subject | undefined {
    const kept = this.repeated.get(keyOf(text));
    return kept?.text === text ? kept.subject : undefined;
  }
}

/** Length and end of the signature: by a whole text a map would read all of it to look for one that it mostly does not hold. */
function keyOf(text: string): string {
  const end = text.indexOf('~');
  return `${text.length} ${text.slice(Math.max(0, end - 43), Math.max(0, end))}`;
}
