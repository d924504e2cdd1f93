import type { Caller } from '../access/index.js';
import type { Receipts } from '../attestation/index.js';
import {
  type FileCarrier,
  formatLicenceFile,
  type JsonObject,
  type LicenceFile,
  ok,
  type Receipt,
  refuse,
} from '../core/index.js';
import type { AskedKind, CarrierOutcome, RequestCarrier } from '../documents/index.js';
import { type Clock, rfc3339 } from '../platform/index.js';
import type { EvidenceStore } from './evidence.store.js';
import type { GatherEvidence } from './gather-evidence.js';

/** The text of a licence file, or what a carrier answers while there is none. */
export type LicenceFileOutcome =
  | { ok: true; value: { text: string } | { state: 'making'; retryAfterSeconds: number } }
  | Extract<CarrierOutcome, { ok: false }>;

interface Parts {
  carriers: Pick<RequestCarrier, 'master' | 'request'>;
  gatherer: Pick<GatherEvidence, 'gather'>;
  receipts: Pick<Receipts, 'statements'>;
  store: Pick<EvidenceStore, 'statusToken'>;
  clock: Clock;
}

/** Makes a licence file: a carrier as it is kept, with the newest receipt, status token and statements of the log. */
export class MakeLicenceFile {
  constructor(private readonly parts: Parts) {}

  async make(caller: Caller, identifier: string, kind: AskedKind): Promise<LicenceFileOutcome> {
    const { carriers } = this.parts;
    const master = await carriers.master(caller, identifier);
    if (!master.ok || 'state' in master.value) return master as LicenceFileOutcome;
    const carried = kind === 'sd-jwt' ? master : await carriers.request(caller, identifier, kind);
    if (!carried.ok || 'state' in carried.value) return carried as LicenceFileOutcome;
    const credential = text(master.value.bytes);
    const proofs = await this.proofs(credential);
    if (proofs === undefined) return { ...refuse('dependency-unavailable'), retryAfterSeconds: 5 };
    const { bytes } = carried.value;
    const inside = kind === 'sd-jwt' || kind === 'pdf' ? {} : { master: `${credential.split('~')[0]}~` };
    const carrier: FileCarrier =
      kind === 'pdf' ? { kind, content: new Uint8Array(bytes) } : { kind, content: text(bytes) };
    const file = formatLicenceFile({ carrier, ...inside, ...proofs, made: rfc3339(this.parts.clock()) });
    if (!file.ok) return refuse('carrier-impossible', file.detail ?? file.code);
    return ok({ text: file.value });
  }

  /** Undefined while the registry does not answer: a file without them would be of no use. */
  private async proofs(
    credential: string,
  ): Promise<Pick<LicenceFile, 'receipt' | 'promise' | 'statusToken' | 'anchors'> | undefined> {
    const { gatherer, receipts, store } = this.parts;
    const { evidence, standing } = await gatherer.gather({ credential });
    if (standing === undefined) return undefined;
    const receipt = 'value' in evidence.receipt ? (evidence.receipt.value as Receipt) : null;
    return {
      receipt: receipt as JsonObject | null,
      ...(receipt === null && evidence.promise ? { promise: evidence.promise } : {}),
      statusToken: (await store.statusToken(standing.statusList)) ?? null,
      anchors: receipt === null ? [] : await receipts.statements(receipt),
    };
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
