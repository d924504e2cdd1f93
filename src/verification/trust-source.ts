import { type CryptoPort, type EcPublicJwk, readTrustList, type TrustEvidence, type TrustList } from '../core/index.js';
import { type Clock, type Log, rfc3339 } from '../platform/index.js';
import type { EvidenceStore } from './evidence.store.js';

/**
 * The published trust list in memory, read under the pinned root, with the age of its last reading. A list older than
 * one seen before is not taken; when the list can't be read its age grows, and past `maxAgeMs` it counts as unavailable.
 */
export class TrustSource {
  private list: TrustList | undefined;
  private text: string | undefined;
  private asOf = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: EvidenceStore,
    private readonly root: EcPublicJwk,
    private readonly crypto: CryptoPort,
    private readonly clock: Clock,
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
    const now = this.clock();
    if (!this.list || now - this.asOf > this.maxAgeMs) {
      return {
        unavailable: 'the trust list could not be read',
        ...(this.asOf ? { asOf: rfc3339(this.asOf) } : {}),
      };
    }
    return { list: this.list, asOf: rfc3339(this.asOf) };
  }

  /** The signed text for those who verify by themselves. */
  published(): string | undefined {
    return this.text;
  }

  async refresh(): Promise<void> {
    const now = this.clock();
    try {
      const jws = await this.store.newestTrustList();
      if (jws === undefined) return;
      if (jws !== this.text) {
        const read = readTrustList(jws, this.root, { at: now, seenNumber: this.list?.number }, this.crypto);
        if (!read.ok) {
          this.log.error({ problem: read.code }, 'the trust list is not acceptable');
          return;
        }
        this.list = read.value;
        this.text = jws;
      }
      this.asOf = now;
    } catch (err) {
      this.log.warn({ err }, 'the trust list could not be read');
    }
  }
}
