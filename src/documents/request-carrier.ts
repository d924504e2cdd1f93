import type { PoolClient } from 'pg';
import type { Caller } from '../access/index.js';
import { type CryptoPort, formatDigest, ok, type Refusal, refuse } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import type { CarriedLicence } from '../registry/index.js';
import type { EcSigner } from '../signing/index.js';
import type { FindLicence } from './find-licence.js';
import { type KeptCarrier, keepCarrier, openCarrier } from './keep-carrier.js';
import { type KeptKind, mediaTypes } from './kinds.js';
import { textMaker } from './make-text.js';
import type { MakingEnd, MakingQueue } from './making-queue.js';
import type { Order } from './order.js';

export type CarrierRefusal = Refusal<
  | 'not-found'
  | 'carrier-unknown'
  | 'carrier-not-made'
  | 'carrier-unavailable'
  | 'carrier-impossible'
  | 'carriers-busy'
  | 'dependency-unavailable'
> & { retryAfterSeconds?: number };

/** The kept bytes, or that they are being made, or why not. */
export type CarrierOutcome =
  | { ok: true; value: KeptCarrier | { state: 'making'; retryAfterSeconds: number } }
  | CarrierRefusal;

export interface CarrierParts {
  licences: FindLicence;
  /** What makes each kind that is made in its turn. */
  makers: Readonly<Partial<Record<KeptKind, (order: Order) => Promise<MakingEnd>>>>;
  queue: MakingQueue;
  /** Undefined in a registry whose keystore has no carrier key. */
  key: EcSigner | undefined;
  crypto: CryptoPort;
  clock: Clock;
  /** For so long a request waits for a page that is made next. */
  patienceMs: number;
}

/** A licence in these states may get carriers that it has not yet; in every state it is given those that it has. */
const makeable: readonly string[] = ['active', 'suspended'];

/** Carriers of a licence, asked for by its authority's client or its holder: made once, kept byte for byte. */
export class RequestCarrier {
  constructor(private readonly parts: CarrierParts) {}

  /** The master itself. */
  async master(caller: Caller, identifier: string): Promise<CarrierOutcome> {
    const { licences, crypto } = this.parts;
    const found = await licences.inScope(caller, identifier, async (client, licence) => {
      const source = await licences.source(client, licence);
      if (!source) return undefined;
      await this.auditReading(client, caller, licence, 'sd-jwt');
      return Buffer.from(source.contents.credential, 'latin1');
    });
    if (!found) return refuse('not-found');
    const digest = formatDigest(crypto.sha256(found));
    return ok({ kind: 'sd-jwt', mediaType: mediaTypes['sd-jwt'], bytes: found, digest });
  }

  /** What is kept, as it is; else it is made: a text at once, a page in its turn. */
  async request(caller: Caller, identifier: string, kind: KeptKind): Promise<CarrierOutcome> {
    const found = await this.look(caller, identifier, kind);
    if (found !== 'in-turn') return found;
    const { queue, makers, patienceMs } = this.parts;
    const order = { caller, identifier, key: this.parts.key! };
    const asked = queue.ask(`${identifier} ${kind}`, () => makers[kind]!(order));
    if (asked.state === 'failed') return { ...asked.refusal, retryAfterSeconds: 10 };
    if (asked.state === 'full') return { ...refuse('carriers-busy'), retryAfterSeconds: asked.seconds };
    if (asked.ahead === 0 && (await within(asked.done, patienceMs))) {
      const made = await this.look(caller, identifier, kind);
      if (made !== 'in-turn') return made;
    }
    return ok({ state: 'making', retryAfterSeconds: asked.seconds });
  }

  private async look(caller: Caller, identifier: string, kind: KeptKind): Promise<CarrierOutcome | 'in-turn'> {
    const { licences, key } = this.parts;
    const outcome = await licences.inScope(caller, identifier, async (client, licence) => {
      const kept = await openCarrier(client, licence, kind);
      if (kept) {
        await this.auditReading(client, caller, licence, kind);
        return ok(kept);
      }
      if (kind === 'qr-photo' && !licences.hasPortrait(licence)) return refuse('carrier-unknown');
      if (!makeable.includes(licence.state)) return refuse('carrier-not-made', `The licence is ${licence.state}`);
      if (!key) return refuse('carrier-unavailable');
      return textMaker(kind) ? this.makeText(client, caller, { licence, kind, key }) : 'in-turn';
    });
    return outcome ?? refuse('not-found');
  }

  private async makeText(
    client: PoolClient,
    caller: Caller,
    { licence, kind, key }: { licence: CarriedLicence; kind: KeptKind; key: EcSigner },
  ): Promise<CarrierOutcome | undefined> {
    const { licences, crypto, clock } = this.parts;
    const source = await licences.source(client, licence);
    const text = source && textMaker(kind)?.(source, key);
    if (!text) return undefined;
    await this.auditReading(client, caller, licence, kind);
    if (!text.ok) return text;
    const bytes = Buffer.from(text.value);
    const made = { kind, bytes, keyId: key.keyId, templateNumber: source.carriers?.number ?? null, madeAt: clock() };
    const kept = await keepCarrier(client, licence, made, crypto);
    return kept && ok(kept);
  }

  private auditReading(client: PoolClient, caller: Caller, licence: CarriedLicence, kind: string): Promise<void> {
    return this.parts.licences.audit(client, caller, licence, { action: 'licence.carrier.read', kind, result: 'read' });
  }
}

/** Whether it settles in time. */
async function within(done: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = await Promise.race([done.then(() => true as const), late]);
  clearTimeout(timer);
  return settled;
}
