import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
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
  name: 'database' | 'migrations' | 'log' | 'chain';
  state: 'ok' | 'failing' | 'behind' | 'unknown';
  asOf: string;
  /** Seconds since the worker last read the chain. */
  ageSeconds?: number;
}

@ApiTags('operators')
@Controller()
export class HealthController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The process answers. */
  @Get('health/live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when migrations are in and the database answers; a chain that stands still is told, and is no reason to be unready. */
  @Get('health/ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; dependencies: Dependency[] }> {
    const dependencies = await this.dependencies();
    const ready = dependencies.every((d) => d.state !== 'failing' || d.name === 'chain');
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
      ];
    } catch {
      return [
        { name: 'database', state: 'failing', asOf },
        { name: 'migrations', state: 'unknown', asOf },
        { name: 'log', state: 'unknown', asOf },
        { name: 'chain', state: 'unknown', asOf },
      ];
    }
  }
}

/** A chain that was not read for this long counts as away, in milliseconds. */
const chainAwayAfter = 30_000;

function chainState(age: number | undefined, log: LogState): Dependency['state'] {
  if (age === undefined) return 'unknown';
  if (age > chainAwayAfter) return 'failing';
  return log.anchoredSize >= log.treeSize ? 'ok' : 'behind';
}
