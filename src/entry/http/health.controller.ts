import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { readWitnessed } from '../../attestation/index.js';
import {
  BACKLOG,
  type BacklogGuard,
  CLOCK,
  type Clock,
  type Database,
  type LogState,
  metrics,
  pendingMigrations,
  readLastChainReading,
  readLogState,
  rfc3339,
  SERVICE_DATABASE,
} from '../../platform/index.js';

interface Dependency {
  name: 'database' | 'migrations' | 'log' | 'chain' | 'backlog' | 'witnesses';
  state: 'ok' | 'failing' | 'behind' | 'unknown';
  asOf: string;
  /** Seconds since the worker last read the chain; of the backlog, since its oldest entry came; of witnesses, since one lacks. */
  ageSeconds?: number;
  /** Entries without a place in the log. */
  waiting?: number;
}

/** Names of the witnesses that are asked to sign. */
export const WITNESSES = Symbol('witnesses');

@ApiTags('operators')
@Controller()
export class HealthController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BACKLOG) private readonly backlog: BacklogGuard,
    @Inject(WITNESSES) private readonly witnesses: readonly string[],
  ) {}

  /** The process answers. */
  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when migrations are in and the database answers; a chain that stands still or a full backlog is told, and is no reason to be unready. */
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
    try {
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
    } catch {
      return [
        { name: 'database', state: 'failing', asOf },
        { name: 'migrations', state: 'unknown', asOf },
        { name: 'log', state: 'unknown', asOf },
        { name: 'chain', state: 'unknown', asOf },
        { name: 'backlog', state: 'unknown', asOf },
      ];
    }
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
    const known = this.backlog.state();
    if (!known) return { name: 'backlog', state: 'unknown', asOf };
    return { name: 'backlog', state: this.backlog.isFull() ? 'failing' : 'ok', asOf, ...known };
  }
}

/** What may fail while the registry serves: it is told, and is no reason to be unready. */
const toldOnly: ReadonlySet<Dependency['name']> = new Set(['chain', 'backlog', 'witnesses']);

/** A witness that did not sign a checkpoint for this long counts as away, in milliseconds. */
const witnessAwayAfter = 300_000;

/** A chain that was not read for this long counts as away, in milliseconds. */
const chainAwayAfter = 30_000;

function chainState(age: number | undefined, log: LogState): Dependency['state'] {
  if (age === undefined) return 'unknown';
  if (age > chainAwayAfter) return 'failing';
  return log.anchoredSize >= log.treeSize ? 'ok' : 'behind';
}
