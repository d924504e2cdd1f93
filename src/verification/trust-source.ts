import { type CryptoPort, type EcPublicJwk, readTrustList, type TrustEvidence, type TrustList } from '../core/index.js';
import { type Clock, type Log, monotonicClock, rfc3339 } from '../platform/index.js';
import type { EvidenceStore } from './evidence.store.js';

/**
 * The published trust list in memory, read under the pinned root, with the age of its last reading. A list older than
 * one seen before is not taken; when the list can't be read its age grows, and past `maxAgeMs` it counts as unavailable. The age is
 * counted by a clock that nobody sets: a list grows no younger by setting the wall clock back.
 */
export class TrustSource {
  private list: TrustList | undefined;
  private text: string | undefined;
  private readAt: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<EvidenceStore, 'newestTrustList'>,
    private readonly root: EcPublicJwk,
    private readonly crypto: CryptoPort,
    private readonly clocks: { clock: Clock; monotonic?: Clock },
    private readonly log: Log,
  ) {}

  private readonly refreshMs = 5_000;
  private readonly maxAgeMs = 60_000;

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh(), this.refreshMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  evidence(): TrustEvidence {
    const age = this.ageMs();
    const asOf = age === undefined ? undefined : rfc3339(Math.round(this.clocks.clock() - age));
    if (!this.list || asOf === undefined || this.isTooOld()) {
      return { unavailable: 'the trust list could not be read', ...(asOf === undefined ? {} : { asOf }) };
    }
    return { list: this.list, asOf };
  }

  /** Milliseconds since the list was read as acceptable; undefined when it never was. */
  ageMs(): number | undefined {
    return this.readAt === undefined ? undefined : this.monotonic() - this.readAt;
  }

  /** Whether it counts as unavailable. */
  isTooOld(): boolean {
    return !((this.ageMs() ?? Number.POSITIVE_INFINITY) <= this.maxAgeMs);
  }

  /** The signed text for those who verify by themselves. */
  published(): string | undefined {
    return this.text;
  }

  /** Reads anew; never rejects, and never runs twice at once. */
  refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private monotonic(): number {
    return (this.clocks.monotonic ?? monotonicClock)();
  }

  private async read(): Promise<void> {
    // From before asking: what was read is never younger than its age says.
    const begun = this.monotonic();
    try {
      const jws = await this.store.newestTrustList();
      if (jws === undefined) return;
      if (jws !== this.text) {
        const context = { at: this.clocks.clock(), seenNumber: this.list?.number };
        const read = readTrustList(jws, this.root, context, this.crypto);
        if (!read.ok) {
          this.log.error({ problem: read.code }, 'the trust list is not acceptable');
          return;
        }
        this.list = read.value;
        this.text = jws;
      }
      this.readAt = begun;
    } catch (err) {
      this.log.warn({ err }, 'the trust list could not be read');
    }
  }
}
