import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  CLOCK,
  type Clock,
  type Database,
  metrics,
  pendingMigrations,
  readLastAnchorTime,
  readLogState,
  rfc3339,
  SERVICE_DATABASE,
} from '../../platform/index.js';

interface Dependency {
  name: 'database' | 'migrations' | 'log' | 'chain';
  state: 'ok' | 'failing' | 'behind' | 'unknown';
  asOf: string;
  /** Seconds since it last moved, for what moves. */
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
    const asOf = rfc3339(this.clock());
    try {
      const pending = await pendingMigrations(this.database.dataSource);
      const log = await readLogState(this.database.pool);
      const anchoredAt = await readLastAnchorTime(this.database.pool);
      return [
        { name: 'database', state: 'ok', asOf },
        { name: 'migrations', state: pending.length === 0 ? 'ok' : 'failing', asOf },
        { name: 'log', state: 'ok', asOf },
        {
          name: 'chain',
          state: log.anchoredSize >= log.treeSize ? 'ok' : 'behind',
          asOf,
          ...(anchoredAt ? { ageSeconds: Math.round((this.clock() - anchoredAt.getTime()) / 1000) } : {}),
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
