import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
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
  name: 'database' | 'migrations' | 'log' | 'chain' | 'backlog';
  state: 'ok' | 'failing' | 'behind' | 'unknown';
  asOf: string;
  /** Seconds since the worker last read the chain; of the backlog, since its oldest entry came. */
  ageSeconds?: number;
  /** Entries without a place in the log. */
  waiting?: number;
}

@ApiTags('operators')
@Controller()
export class HealthController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BACKLOG) private readonly backlog: BacklogGuard,
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
    const ready = dependencies.every((d) => d.state !== 'failing' || d.name === 'chain' || d.name === 'backlog');
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

  /** Failing means: past its bounds, so that issuing waits. */
  private backlogNow(asOf: string): Dependency {
    const known = this.backlog.state();
    if (!known) return { name: 'backlog', state: 'unknown', asOf };
    return { name: 'backlog', state: this.backlog.isFull() ? 'failing' : 'ok', asOf, ...known };
  }
}

/** A chain that was not read for this long counts as away, in milliseconds. */
const chainAwayAfter = 30_000;

function chainState(age: number | undefined, log: LogState): Dependency['state'] {
  if (age === undefined) return 'unknown';
  if (age > chainAwayAfter) return 'failing';
  return log.anchoredSize >= log.treeSize ? 'ok' : 'behind';
}
