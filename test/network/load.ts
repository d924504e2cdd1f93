import { randomUUID } from 'node:crypto';
import type { Api } from '../drills/api.js';
import { type Acknowledged, type Record, violation } from '../drills/record.js';
import type { Demo } from '../support/registry.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface LoadParts {
  api: Api;
  demo: Demo;
  record: Record;
}

/** What verdicts said while a fault was at work. */
export interface Verdicts {
  asked: number;
  /** those in which the attestation was not known yet */
  indeterminate: number;
  /** milliseconds: the oldest knowledge of the chain that a verdict stood on */
  worstAge: number;
}

/** Issues and verifies, some times a second, whatever happens below. */
export class Load {
  readonly verdicts: Verdicts = { asked: 0, indeterminate: 0, worstAge: 0 };
  readonly issued: Acknowledged[] = [];
  private readonly typeCode: string;
  private example: unknown;
  private ended = false;
  private readonly running: Promise<void>;

  constructor(private readonly parts: LoadParts) {
    this.typeCode = parts.demo.clients.find(({ role }) => role === 'department')!.typeCodes[0]!;
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.running;
  }

  /** One more licence, acknowledged. */
  async issue(): Promise<Acknowledged | undefined> {
    const { api, record } = this.parts;
    this.example ??= (await api.untilAnswered(0, `/v1/licence-types/${this.typeCode}`)).body.example;
    const [key, body] = [randomUUID(), this.example];
    const { status, body: issued } = await api.untilAnswered(0, '/v1/licences', { body, key });
    if (status !== 201) {
      violation(record, `an issue was answered ${status}: ${JSON.stringify(issued)}`);
      return undefined;
    }
    const { identifier, carriers } = issued;
    const credential = carriers['sd-jwt'] as string;
    const licence: Acknowledged = {
      ...{ identifier, typeCode: this.typeCode, credential, key, body },
      ...{ state: 'active', events: 1, changing: false },
    };
    this.issued.push(licence);
    record.acknowledged.push(licence);
    return licence;
  }

  /** Whether its receipt names a final anchor. */
  async isAnchored({ identifier }: Acknowledged): Promise<boolean> {
    const path = `/v1/licences/${encodeURIComponent(identifier)}/receipt`;
    const { status, body } = await this.parts.api.untilAnswered(0, path);
    return status === 200 && body.anchor !== null;
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      const licence = await this.issue();
      const older = this.issued[Math.floor(Math.random() * this.issued.length)];
      if (licence) await this.verify(licence);
      if (older) await this.verify(older);
      await pause(250);
    }
  }

  /** A licence in force is never *invalid*; what is not known of its attestation is said to be so, with an age. */
  private async verify({ identifier, credential }: Acknowledged): Promise<void> {
    const { api, record } = this.parts;
    const { status, body } = await api.untilAnswered(0, '/v1/verifications', { body: { credential }, key: null });
    record.verified += 1;
    if (status !== 200) return violation(record, `a verification was answered ${status}: ${JSON.stringify(body)}`);
    const checks = body.checks as { check: string; outcome: string; code: string; asOf?: string }[];
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ check, code }) => `${check}:${code}`);
    if (failed.length > 0 || body.verdict === 'invalid')
      return violation(record, `${identifier}: ${body.verdict} ${failed.join(' ')}`);
    const attestation = checks.find(({ check }) => check === 'attestation');
    const age = Date.now() - Date.parse(attestation?.asOf ?? '');
    if (!attestation || !Number.isFinite(age))
      return violation(record, `${identifier}: an attestation without an age: ${JSON.stringify(attestation)}`);
    this.verdicts.asked += 1;
    if (attestation.outcome === 'indeterminate') this.verdicts.indeterminate += 1;
    this.verdicts.worstAge = Math.max(this.verdicts.worstAge, age);
  }
}
