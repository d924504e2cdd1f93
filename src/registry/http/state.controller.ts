import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type ClientCaller, CurrentClient } from '../../access/index.js';
import { idempotencyKey, validated } from '../../platform/index.js';
import { ChangeState, type StateChanged, type StateCommand } from '../change-state.js';
import { answer } from './answer.js';
import { StateAnswer } from './answers.schema.js';
import { StateChangeRequest } from './licences.schema.js';

const body = validated(StateChangeRequest);

/** Every command has a route of its own, so that each has its own row among the policies. */
@ApiTags('departments')
@Controller('v1/licences/:identifier')
export class StateController {
  constructor(@Inject(ChangeState) private readonly changing: ChangeState) {}

  /** 暂扣: until it is resumed. */
  @Post('suspend')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: StateAnswer })
  suspend(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Param('identifier') identifier: string,
    @Body(body) request: StateChangeRequest,
  ): Promise<StateChanged> {
    return this.change('suspend', caller, key, identifier, request);
  }

  /** Ends a suspension. */
  @Post('resume')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: StateAnswer })
  resume(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Param('identifier') identifier: string,
    @Body(body) request: StateChangeRequest,
  ): Promise<StateChanged> {
    return this.change('resume', caller, key, identifier, request);
  }

  /** 撤销: it should not have been issued. */
  @Post('rescind')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: StateAnswer })
  rescind(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Param('identifier') identifier: string,
    @Body(body) request: StateChangeRequest,
  ): Promise<StateChanged> {
    return this.change('rescind', caller, key, identifier, request);
  }

  /** 吊销: a penalty. */
  @Post('revoke')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: StateAnswer })
  revoke(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Param('identifier') identifier: string,
    @Body(body) request: StateChangeRequest,
  ): Promise<StateChanged> {
    return this.change('revoke', caller, key, identifier, request);
  }

  /** 注销: it has run its course. */
  @Post('cancel')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: StateAnswer })
  cancel(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Param('identifier') identifier: string,
    @Body(body) request: StateChangeRequest,
  ): Promise<StateChanged> {
    return this.change('cancel', caller, key, identifier, request);
  }

  private async change(
    command: StateCommand,
    caller: ClientCaller,
    key: string | undefined,
    identifier: string,
    request: StateChangeRequest,
  ): Promise<StateChanged> {
    const input = { caller, idempotencyKey: idempotencyKey(key), identifier, command, body: request };
    return answer(await this.changing.change(input));
  }
}
