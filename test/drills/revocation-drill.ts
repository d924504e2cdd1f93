import { randomUUID } from 'node:crypto';
import type { Receipt } from '../../src/core/index.js';
import { anchoredReceipt, exampleOf, type IssuedLicence, issue } from '../support/licences.js';
import { ask, clientToken, type Demo } from '../support/registry.js';
import type { ApiProcess } from './api-process.js';
import { type Random, seeded } from './random.js';

export interface RevocationOptions {
  rounds: number;
  seed: number;
  /** How many rounds run at once. */
  lanes: number;
  /** The embedded run that has the database, and two more API processes on it. */
  demo: Demo;
  processes: readonly [ApiProcess, ApiProcess];
  say(line: string): void;
}

/** What else happens while a state is changed. */
const disturbances = ['none', 'cut', 'frozen', 'repeated'] as const;
type Disturbance = (typeof disturbances)[number];

export interface RevocationFigures {
  rounds: number;
  changes: number;
  verifications: number;
  /** Begun after the acknowledgement was received. */
  after: number;
  /** Of those, not answered in time by the database, and so *indeterminate*. */
  open: number;
  /** From memory, as far as the statements tell. */
  fromMemory: number;
  /** How long changes took, by disturbance, in milliseconds, sorted. */
  took: Record<Disturbance, number[]>;
}

export interface RevocationResult extends RevocationFigures {
  violations: string[];
}

type Command = 'suspend' | 'resume' | 'revoke';
const codes: Record<Command, string> = {
  suspend: 'status-suspended',
  resume: 'status-active',
  revoke: 'status-revoked',
};

interface Told {
  began: number;
  code: string;
  verdict: string;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Changes states at one process while both are asked about that licence all the time, and holds every verification that
 * was begun after the acknowledgement was received against the new state.
 */
export class RevocationDrill {
  private readonly random: Random;
  private readonly figures: RevocationResult = {
    rounds: 0,
    changes: 0,
    verifications: 0,
    after: 0,
    open: 0,
    fromMemory: 0,
    took: { none: [], cut: [], frozen: [], repeated: [] },
    violations: [],
  };
  private token = '';
  private tokenAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: RevocationOptions) {
    this.random = seeded(options.seed);
  }

  async run(): Promise<RevocationResult> {
    const { rounds, lanes, processes } = this.options;
    const asked = () => processes.reduce((sum, { wire }) => sum + (wire.asked.get('registry-public-states') ?? 0), 0);
    const before = asked();
    const batch = 100;
    for (let done = 0; done < rounds; done += batch) {
      const licences = await this.issueMany(Math.min(batch, rounds - done));
      const lane = async () => {
        for (let next = licences.pop(); next; next = licences.pop()) {
          const number = this.figures.rounds++;
          await this.round(number, next.licence, next.receipt);
          if (number % 25 === 24) this.tell();
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    }
    this.figures.fromMemory = this.figures.verifications - (asked() - before);
    for (const took of Object.values(this.figures.took)) took.sort((a, b) => a - b);
    return this.figures;
  }

  private tell(): void {
    const { rounds, verifications, violations } = this.figures;
    this.options.say(`${rounds} rounds, ${verifications} verifications, ${violations.length} violations`);
  }

  private async round(number: number, licence: IssuedLicence, receipt: Receipt): Promise<void> {
    const commands: Command[] = number % 2 === 0 ? ['revoke'] : ['suspend', 'resume', 'revoke'];
    const askers = this.options.processes.map((at) => new Asker(at.url, { credential: licence.credential, receipt }));
    try {
      for (const command of commands) {
        await Promise.all(
          askers.map((one) => one.hasSaid(command === 'resume' ? 'status-suspended' : 'status-active')),
        );
        const disturbance = this.choose(number);
        // Who asks in turn has a question under way: these begin at once, also at a process that stands still.
        const ask = () => Promise.all(askers.flatMap((one) => [one.once(), one.once(), one.once()]));
        const acknowledged = await this.change(licence, command, disturbance, ask);
        await Promise.all(askers.map((one) => one.hasBegunAfter(acknowledged, 4)));
        this.figures.changes++;
        this.judge(
          number,
          { command, disturbance, acknowledged },
          askers.flatMap((one) => one.take()),
        );
      }
    } finally {
      await Promise.all(askers.map((one) => one.end()));
    }
  }

  private judge(
    number: number,
    { command, disturbance, acknowledged }: { command: Command; disturbance: Disturbance; acknowledged: number },
    told: readonly Told[],
  ): void {
    this.figures.verifications += told.length;
    for (const { began, code, verdict } of told) {
      if (began <= acknowledged) continue;
      this.figures.after++;
      if (code === codes[command] && (verdict === 'valid') === (command === 'resume')) continue;
      // Where the database did not answer within its bounded time, nothing is said of the state: neither the old nor the new one.
      if (verdict === 'indeterminate' && code === 'status-unavailable') {
        this.figures.open++;
        continue;
      }
      const late = (began - acknowledged).toFixed(1);
      this.figures.violations.push(
        `round ${number}, ${command}, ${disturbance}: ${verdict} and ${code}, asked ${late} ms after the acknowledgement`,
      );
    }
  }

  private choose(number: number): Disturbance {
    // Two seconds each: in one round of twenty-five, and in a short drill at least once.
    if (number % 25 === 3) return 'frozen';
    if (number % 20 >= 10) return 'cut';
    return this.random.pick(['none', 'repeated'] as const);
  }

  /** @returns when the acknowledgement was received */
  private async change(
    licence: IssuedLicence,
    command: Command,
    disturbance: Disturbance,
    then: () => Promise<unknown>,
  ): Promise<number> {
    const [at, other] = this.random.shuffled(this.options.processes) as [ApiProcess, ApiProcess];
    for (const { wire } of [at, other]) wire.cut = disturbance === 'cut';
    const path = `/v1/licences/${licence.identifier}/${command}`;
    const token = await this.freshToken();
    const body = { reasonCode: 'other', reason: '演练' };
    const headers = { 'idempotency-key': randomUUID() };
    const sent = performance.now();
    let thawed: Promise<void> | undefined;
    if (disturbance === 'frozen') {
      other.freeze();
      thawed = pause(2_000).then(() => other.thaw());
    }
    if (disturbance === 'repeated') {
      // Whoever asked is gone before it is answered, and asks again elsewhere.
      const gone = AbortSignal.timeout(1 + this.random.below(12));
      const first = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
      await fetch(`${other.url}${path}`, {
        method: 'POST',
        headers: first,
        body: JSON.stringify(body),
        signal: gone,
      }).catch(() => undefined);
    }
    const answer = await ask(at.url, path, { token, body, headers, key: null });
    const acknowledged = performance.now();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.figures.took[disturbance].push(acknowledged - sent);
    await Promise.all([then(), thawed]);
    return acknowledged;
  }

  private async issueMany(many: number): Promise<{ licence: IssuedLicence; receipt: Receipt }[]> {
    const { demo } = this.options;
    const token = await this.freshToken();
    const typeCode = demo.clients.filter((client) => client.role === 'department')[0]!.typeCodes[0]!;
    const example = await exampleOf(demo, token, typeCode);
    const licences: IssuedLicence[] = [];
    for (let i = 0; i < many; i++) {
      const { licenceNumber: _same, ...body } = example;
      licences.push(await issue(demo, token, body));
    }
    return Promise.all(licences.map(async (licence) => ({ licence, receipt: await anchoredReceipt(demo, licence) })));
  }

  /** Tokens live for ten minutes. */
  private async freshToken(): Promise<string> {
    if (performance.now() - this.tokenAt > 240_000) {
      this.token = await clientToken(this.options.demo, 'department', 0);
      this.tokenAt = performance.now();
    }
    return this.token;
  }
}

/** Whoever asks one process about one licence, again and again. */
class Asker {
  private told: Told[] = [];
  private ended = false;
  private readonly running: Promise<void>;
  private readonly body: string;
  private fault: unknown;

  constructor(
    private readonly url: string,
    question: { credential: string; receipt: Receipt },
  ) {
    this.body = JSON.stringify(question);
    const broken = (fault: unknown) => {
      this.fault = fault;
    };
    this.running = this.ask().catch(broken);
  }

  /** Until three of its newest answers in a row said this: by then it comes from memory where it can. */
  hasSaid(code: string): Promise<void> {
    return this.until(() => this.told.length >= 3 && this.told.slice(-3).every((one) => one.code === code));
  }

  /** Until so many were answered that were begun after this moment. */
  hasBegunAfter(moment: number, many: number): Promise<void> {
    return this.until(() => this.told.filter(({ began }) => began > moment).length >= many);
  }

  take(): Told[] {
    return this.told.splice(0);
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.running;
  }

  private async until(isTrue: () => boolean): Promise<void> {
    const limit = performance.now() + 30_000;
    while (!isTrue()) {
      if (this.fault) throw this.fault;
      if (performance.now() > limit)
        throw new Error(`nothing came of asking ${this.url}: ${JSON.stringify(this.told.slice(-3))}`);
      await pause(2);
    }
  }

  /** One verification. */
  async once(): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const began = performance.now();
    const answer = await fetch(`${this.url}/v1/verifications`, { method: 'POST', headers, body: this.body });
    if (answer.status !== 200) throw new Error(`a verification was answered ${answer.status}: ${await answer.text()}`);
    const { verdict, checks } = (await answer.json()) as {
      verdict: string;
      checks: { check: string; code: string }[];
    };
    this.told.push({ began, verdict, code: checks.find(({ check }) => check === 'status')?.code ?? 'none' });
  }

  private async ask(): Promise<void> {
    while (!this.ended) await this.once();
  }
}

const at = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** The figures in a few lines. */
export function told({
  rounds,
  changes,
  verifications,
  after,
  open,
  fromMemory,
  took,
  violations,
}: RevocationResult): string {
  const times = disturbances.flatMap((kind) => {
    const of = took[kind];
    const [middle, high, most] = [0.5, 0.99, 1].map((part) => at(of, part)?.toFixed(0));
    return of.length > 0
      ? [`  ${kind}: ${of.length} changes, acknowledged in ${middle} ms (p50), ${high} (p99), ${most} (most)`]
      : [];
  });
  return [
    `${rounds} rounds, ${changes} changes of state, ${verifications} verifications at two processes, ${after} begun after an acknowledgement (${open} open), ${violations.length} violations`,
    `  without asking the database: ${((100 * fromMemory) / verifications).toFixed(1)} %`,
    ...times,
  ].join('\n');
}
