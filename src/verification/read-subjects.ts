import { type CryptoPort, readSubject, type Subject } from '../core/index.js';
import { type Clock, Repeated } from '../platform/index.js';

/** Characters of all texts that are kept; what was read out of one takes some four times as much. */
const maxChars = 10_000_000;

/**
 * Reads credentials, and remembers what it read out of those that were judged intact and came twice, by their exact text.
 * Only the reading is remembered; every check judges it anew.
 */
export class ReadSubjects {
  private readonly repeated: Repeated<Subject>;

  constructor(
    private readonly crypto: CryptoPort,
    clock: Clock,
  ) {
    this.repeated = new Repeated(maxChars, (text) => text.length, clock);
  }

  read(text: string): Subject {
    return this.repeated.get(text) ?? readSubject(text, this.crypto);
  }

  /** Call with what `read` gave, once `core` judged it intact. */
  keep(text: string, subject: Subject): void {
    if (subject.ok && this.repeated.get(text) !== subject) this.repeated.offer(text, subject, subject.jwt.masterDigest);
  }
}
