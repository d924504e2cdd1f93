import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, type ClientCaller, CurrentClient, CurrentHolder, type HolderCaller } from '../../access/index.js';
import { licenceFileExtension, licenceFileType } from '../../core/index.js';
import { askedKinds } from '../../documents/index.js';
import { problem, validated } from '../../platform/index.js';
import { MakeLicenceFile } from '../make-licence-file.js';

const Wanted = z.strictObject({ carrier: z.enum(askedKinds).default('sd-jwt') });
type Wanted = z.output<typeof Wanted>;
const Making = z.object({ state: z.literal('making') });
const content = { [licenceFileType]: { schema: { type: 'object', additionalProperties: true } } } as const;
const making = { standardSchema: Making, description: 'The carrier is being made: ask again after Retry-After' };

/** What holder and authority pass on to who judges without a network. */
@ApiTags('departments')
@Controller('v1/licences')
export class LicenceFileController {
  constructor(@Inject(MakeLicenceFile) private readonly files: MakeLicenceFile) {}

  /** A licence file, made fresh: a carrier, the newest receipt, status token and statements about its anchors. */
  @Get(':identifier/licence-file')
  @ApiOkResponse({ content })
  @ApiAcceptedResponse(making)
  licenceFile(
    @CurrentClient() caller: ClientCaller,
    @Param('identifier') identifier: string,
    @Query(validated(Wanted, 'query-invalid')) wanted: Wanted,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | z.output<typeof Making>> {
    return answer(this.files, { caller, identifier, wanted }, reply);
  }
}

/** The same to the holder. */
@ApiTags('holders')
@Controller('v1/me/licences')
export class HeldLicenceFileController {
  constructor(@Inject(MakeLicenceFile) private readonly files: MakeLicenceFile) {}

  /** A licence file of a licence that I hold. */
  @Get(':identifier/licence-file')
  @ApiOkResponse({ content })
  @ApiAcceptedResponse(making)
  licenceFile(
    @CurrentHolder() caller: HolderCaller,
    @Param('identifier') identifier: string,
    @Query(validated(Wanted, 'query-invalid')) wanted: Wanted,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | z.output<typeof Making>> {
    return answer(this.files, { caller, identifier, wanted }, reply);
  }
}

async function answer(
  files: MakeLicenceFile,
  { caller, identifier, wanted }: { caller: Caller; identifier: string; wanted: Wanted },
  reply: FastifyReply,
): Promise<string | z.output<typeof Making>> {
  reply.header('cache-control', 'no-store');
  const made = await files.make(caller, identifier, wanted.carrier);
  if (!made.ok) throw problem(made.code, { detail: made.detail, retryAfterSeconds: made.retryAfterSeconds });
  if ('state' in made.value) {
    reply.code(202).header('retry-after', String(made.value.retryAfterSeconds));
    return { state: 'making' };
  }
  reply
    .header('content-type', licenceFileType)
    .header('content-disposition', `attachment; filename="${identifier}${licenceFileExtension}"`);
  return made.value.text;
}
