import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { readWitnessed } from '../../attestation/index.js';
import {
  type BacklogGuard,
  CLOCK,
  type Clock,
  type Database,
  type DatabaseWatch,
  Deadline,
  type LogState,
  metrics,
  pendingMigrations,
  readLastChainReading,
  readLogState,
  rfc3339,
  SERVICE_DATABASE,
} from '../../platform/index.js';
import type { TrustSource } from '../../verification/index.js';

interface Dependency {
  name: 'database' | 'migrations' | 'log' | 'chain' | 'backlog' | 'witnesses' | 'trust-list' | 'clock';
  state: 'ok' | 'failing' | 'behind' | 'unknown';
  asOf: string;
  /**
   * Seconds since the worker last read the chain; of the backlog, since its oldest entry came; of witnesses, since one lacks; of
   * trust list and clock, since the list, and the database's clock, were read.
   */
  ageSeconds?: number;
  /** Entries without a place in the log. */
  waiting?: number;
  /** By how much the database's clock is ahead of this process's. */
  aheadSeconds?: number;
}

/** What keeps its own state in memory. */
export interface Watched {
  backlog: BacklogGuard;
  trust: TrustSource;
  clocks: DatabaseWatch;
}
/** `Watched` */
export const WATCHED = Symbol('Watched');

/** Names of the witnesses that are asked to sign. */
export const WITNESSES = Symbol('witnesses');

@ApiTags('operators')
@Controller()
export class HealthController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WATCHED) private readonly watched: Watched,
    @Inject(WITNESSES) private readonly witnesses: readonly string[],
  ) {}

  private readonly deadline = new Deadline('the database', answerWithinMs);

  /** The process answers. */
  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when migrations are in and the database answers; a chain that stands still, a full backlog, a trust list that can't be renewed or a clock in doubt is told, and is no reason to be unready. */
  @Get('health/ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; dependencies: Dependency[] }> {
    const dependencies = await this.dependencies();
    const ready = dependencies.every((d) => d.state !== 'failing' || toldOnly.has(d.name));
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return { status: ready ? 'ready' : 'unready', dependencies };
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    reply
      .header('content-type', metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.metrics());
  }

  private async dependencies(): Promise<Dependency[]> {
    const now = this.clock();
    const asOf = rfc3339(now);
    return [
      ...(await this.deadline.within(() => this.inDatabase(now, asOf)).catch(() => away(asOf))),
      ...this.inMemory(now),
    ];
  }

  private async inDatabase(now: number, asOf: string): Promise<Dependency[]> {
    const pending = await pendingMigrations(this.database.dataSource);
    const log = await readLogState(this.database.pool);
    const readAt = await readLastChainReading(this.database.pool);
    const age = readAt && now - readAt.getTime();
    return [
      { name: 'database', state: 'ok', asOf },
      { name: 'migrations', state: pending.length === 0 ? 'ok' : 'failing', asOf },
      { name: 'log', state: 'ok', asOf },
      {
        name: 'chain',
        state: chainState(age, log),
        asOf: rfc3339(readAt?.getTime() ?? now),
        ...(age === undefined ? {} : { ageSeconds: Math.round(age / 1000) }),
      },
      this.backlogNow(asOf),
      ...(await this.witnessed(now)),
    ];
  }

  private inMemory(now: number): Dependency[] {
    const { trust, clocks } = this.watched;
    const [listAge, clock] = [trust.ageMs(), clocks.clockState()];
    return [
      { name: 'trust-list', state: trust.isTooOld() ? 'failing' : 'ok', ...aged(now, listAge) },
      {
        name: 'clock',
        state: clocks.clockDoubt() === undefined ? (clock.ageMs === undefined ? 'unknown' : 'ok') : 'failing',
        ...aged(now, clock.ageMs),
        aheadSeconds: Math.round(clock.ahead / 1000),
      },
    ];
  }

  /** The witness that is furthest behind; failing when a checkpoint has lacked its signature for minutes. */
  private async witnessed(now: number): Promise<Dependency[]> {
    if (this.witnesses.length === 0) return [];
    const lacks = (await readWitnessed(this.database.pool, this.witnesses)).flatMap(
      ({ lacksSince }) => lacksSince ?? [],
    );
    const since = Math.min(now, ...lacks.map((time) => time.getTime()));
    const state = lacks.length === 0 ? 'ok' : now - since > witnessAwayAfter ? 'failing' : 'behind';
    return [{ name: 'witnesses', state, asOf: rfc3339(now), ageSeconds: Math.round((now - since) / 1000) }];
  }

  /** Failing means: past its bounds, so that issuing waits. */
  private backlogNow(asOf: string): Dependency {
    const { backlog } = this.watched;
    const known = backlog.state();
    if (!known) return { name: 'backlog', state: 'unknown', asOf };
    return { name: 'backlog', state: backlog.isFull() ? 'failing' : 'ok', asOf, ...known };
  }
}

/** What may fail while the registry serves: it is told, and is no reason to be unready. */
const toldOnly: ReadonlySet<Dependency['name']> = new Set(['chain', 'backlog', 'witnesses', 'trust-list', 'clock']);

/** Whoever asks whether we are ready waits no longer for a database that hangs, in milliseconds. */
const answerWithinMs = 2_000;

const away = (asOf: string): Dependency[] => [
  { name: 'database', state: 'failing', asOf },
  ...(['migrations', 'log', 'chain', 'backlog'] as const).map((name) => ({ name, state: 'unknown' as const, asOf })),
];

const aged = (now: number, ageMs: number | undefined): Pick<Dependency, 'asOf' | 'ageSeconds'> =>
  ageMs === undefined ? { asOf: rfc3339(now) } : { asOf: rfc3339(now - ageMs), ageSeconds: Math.round(ageMs / 1000) };

/** A witness that did not sign a checkpoint for this long counts as away, in milliseconds. */
const witnessAwayAfter = 300_000;

/** A chain that was not read for this long counts as away, in milliseconds. */
const chainAwayAfter = 30_000;

function chainState(age: number | undefined, log: LogState): Dependency['state'] {
  if (age === undefined) return 'unknown';
  if (age > chainAwayAfter) return 'failing';
  return log.anchoredSize >= log.treeSize ? 'ok' : 'behind';
}
