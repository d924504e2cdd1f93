import { randomUUID } from 'node:crypto';
import type { Demo } from '../support/registry.js';
import type { Api } from './api.js';
import type { Random } from './random.js';
import { type Acknowledged, type Record, violation } from './record.js';

export interface LoadParts {
  api: Api;
  demo: Demo;
  record: Record;
  random: Random;
  /** issuers side by side */
  lanes: number;
}

/** Issues, suspends, resumes and verifies without a pause until it is ended; ends when everything sent is answered. */
export function startLoad(parts: LoadParts): { end(): Promise<void> } {
  let ended = false;
  const lanes = Array.from({ length: parts.lanes }, (_, n) => new Lane(parts, n));
  const running = lanes.map(async (lane) => {
    while (!ended) await lane.step();
  });
  return {
    end: async () => {
      ended = true;
      await Promise.all(running);
    },
  };
}

/** Has licences of its own, so that what it was answered last is how they must be. */
class Lane {
  private readonly own: Acknowledged[] = [];
  private readonly department: number;
  private readonly typeCode: string;
  private example: unknown;

  constructor(
    private readonly parts: LoadParts,
    n: number,
  ) {
    const departments = parts.demo.clients.filter(({ role }) => role === 'department');
    this.department = n % departments.length;
    this.typeCode = departments[this.department]!.typeCodes[0]!;
  }

  step(): Promise<void> {
    const { random } = this.parts;
    const dice = random.next();
    const one = this.own.length > 0 ? random.pick(this.own) : undefined;
    if (one && dice < 0.15) return this.change(one);
    if (one && dice < 0.3) return verifyOne(this.parts, one);
    return this.issue();
  }

  private async issue(): Promise<void> {
    const { api, record } = this.parts;
    this.example ??= (await api.untilAnswered(this.department, `/v1/licence-types/${this.typeCode}`)).body.example;
    const [key, body] = [randomUUID(), this.example];
    const { status, body: issued } = await api.untilAnswered(this.department, '/v1/licences', { body, key });
    if (status !== 201) return violation(record, `an issue was answered ${status}: ${JSON.stringify(issued)}`);
    const licence: Acknowledged = {
      identifier: issued.identifier,
      typeCode: this.typeCode,
      credential: issued.carriers['sd-jwt'],
      key,
      body,
      state: 'active',
      events: 1,
      changing: false,
    };
    this.own.push(licence);
    record.acknowledged.push(licence);
  }

  private async change(licence: Acknowledged): Promise<void> {
    const { api, record } = this.parts;
    const command = licence.state === 'active' ? 'suspend' : 'resume';
    licence.changing = true;
    const { status, body } = await api.untilAnswered(
      this.department,
      `/v1/licences/${encodeURIComponent(licence.identifier)}/${command}`,
      { body: { reasonCode: 'other', reason: 'drill' }, key: randomUUID() },
    );
    if (status >= 300) return violation(record, `${command} was answered ${status}: ${JSON.stringify(body)}`);
    Object.assign(licence, { state: body.state, events: licence.events + 1, changing: false });
    record.changes += 1;
  }
}

/** Asks for a verdict: whatever is down, a licence in force is never *invalid*, and nothing but its status ever fails. */
export async function verifyOne({ api, record }: LoadParts, licence: Acknowledged): Promise<void> {
  const before = { ...licence };
  const { status, body } = await api.untilAnswered(0, '/v1/verifications', {
    body: { credential: licence.credential },
    key: null,
  });
  record.verified += 1;
  if (status !== 200) return violation(record, `a verification was answered ${status}: ${JSON.stringify(body)}`);
  const checks = body.checks as { check: string; outcome: string; code: string }[];
  const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ check, code }) => `${check}:${code}`);
  const told = failed.join(' ');
  const settled = !before.changing && !licence.changing && before.events === licence.events;
  const suspended = !settled || licence.state === 'suspended';
  const unknown = checks.some(({ check, outcome }) => check === 'status' && outcome === 'indeterminate');
  const right =
    (suspended && told === 'status:status-suspended') || (told === '' && (!settled || !suspended || unknown));
  if (!right || (body.verdict === 'invalid') !== (told !== ''))
    violation(record, `${licence.identifier} (${licence.state}): ${body.verdict} ${told}`);
}
