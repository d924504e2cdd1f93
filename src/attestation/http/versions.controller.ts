import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { formatDigest, recordKinds } from '../../core/index.js';
import { problem, type RecordName, validated } from '../../platform/index.js';
import { VERSION_RECEIPTS } from '../tokens.js';
import type { VersionReceipts } from '../version-receipts.js';
import { VersionsAnswer, VersionsQuery } from './versions.schema.js';

/** The numbered versions of public records, each a leaf of the log. */
@ApiTags('anyone')
@Controller('log/versions')
export class VersionsController {
  constructor(@Inject(VERSION_RECEIPTS) private readonly versions: VersionReceipts) {}

  /** The versions of a record (`{kind}/{name}`): all, the one of a number, or the two around a moment; 202 while one awaits its place in the log. */
  @Get(':kind/*')
  @ApiOkResponse({ standardSchema: VersionsAnswer })
  async read(
    @Param('kind') kind: string,
    @Param('*') name: string,
    @Query(validated(VersionsQuery, 'query-invalid')) query: VersionsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionsAnswer> {
    const record = recordOf(kind, name);
    reply.header('cache-control', 'no-cache').header('access-control-allow-origin', '*');
    if (query.number !== undefined) return this.one(record, query.number, reply);
    if (query.at !== undefined) return this.around(record, Date.parse(query.at), reply);
    const found = await this.versions.list(record, { after: query.after, limit: query.limit + 1 });
    if (found.length === 0 && query.after === 0) throw unknown();
    const shown = found.slice(0, query.limit);
    const items = shown.map(({ version, entry, index }) => ({ version, entry: formatDigest(entry), index }));
    return { items, next: found.length > query.limit ? String(items.at(-1)?.version.number) : null };
  }

  private async one(record: RecordName, number: number, reply: FastifyReply): Promise<VersionsAnswer> {
    const receipt = await this.versions.of(record, number);
    if (!receipt) throw unknown();
    if (receipt !== 'waiting') return receipt;
    reply.code(202).header('retry-after', '1');
    return { before: null, after: null };
  }

  private async around(record: RecordName, at: number, reply: FastifyReply): Promise<VersionsAnswer> {
    const { before, after, waiting } = await this.versions.around(record, at);
    if (!before && !after && !waiting) throw unknown();
    if (waiting) reply.code(202).header('retry-after', '1');
    return { before: before ?? null, after: after ?? null };
  }
}

const unknown = () => problem('not-found', { detail: 'There is no such version' });

/** Every name there is, codes, numbers and digests, is of these characters; PostgreSQL takes no text with a NUL in it. */
const recordName = /^[\x21-\x7e]{1,512}$/;

function recordOf(kind: string, name: string): RecordName {
  const known = recordKinds.find((one) => one === kind);
  if (!known || !recordName.test(name)) throw unknown();
  return { kind: known, name };
}
