import { type CryptoPort, readSubject, type Subject } from '../core/index.js';
import { type Clock, Recent } from '../platform/index.js';

/** Characters of all texts that are kept; what was read out of one takes some four times as much. */
const maxChars = 8_000_000;
/** Marks of texts that came once. */
const maxMarks = 5_000;
/** Nothing stays longer than twice this without being asked for: it holds what people brought. */
const keptMs = 60_000;

/**
 * Reads credentials, and remembers what it read out of those that were judged intact and came twice, by their exact text.
 * Only the reading is remembered; every check judges it anew. In memory alone, bounded in size and in time.
 */
export class ReadSubjects {
  private readonly kept = new Recent<Subject>(maxChars, (text) => text.length);
  private readonly marks = new Recent<true>(maxMarks);
  private agedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly crypto: CryptoPort,
    private readonly clock: Clock,
  ) {}

  read(text: string): Subject {
    const now = this.clock();
    if (Math.abs(now - this.agedAt) > keptMs) {
      this.kept.age();
      this.marks.age();
      this.agedAt = now;
    }
    return this.kept.get(text) ?? readSubject(text, this.crypto);
  }

  /** Call with what `read` gave, once `core` judged it intact. What comes but once would only be carried about by the collector. */
  keep(text: string, subject: Subject): void {
    if (!subject.ok || this.kept.get(text) === subject) return;
    const { masterDigest } = subject.jwt;
    if (this.marks.get(masterDigest)) this.kept.set(text, subject);
    else this.marks.set(masterDigest, true);
  }
}
