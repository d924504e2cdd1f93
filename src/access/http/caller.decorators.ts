import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problem } from '../../platform/index.js';
import { type Caller, type ClientCaller, callerOf, type HolderCaller } from '../caller.js';

const caller = (context: ExecutionContext): Caller | undefined =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>());

/** The client that asks; `unauthenticated` when it is somebody else. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): ClientCaller => {
  const found = caller(context);
  if (found?.kind !== 'client') throw problem('unauthenticated');
  return found;
});

/** The holder who asks; `unauthenticated` when it is somebody else. */
export const CurrentHolder = createParamDecorator((_: unknown, context: ExecutionContext): HolderCaller => {
  const found = caller(context);
  if (found?.kind !== 'holder') throw problem('unauthenticated');
  return found;
});

/** The client that asks, or undefined on a route that anyone may ask. */
export const MaybeClient = createParamDecorator((_: unknown, context: ExecutionContext): ClientCaller | undefined => {
  const found = caller(context);
  return found?.kind === 'client' ? found : undefined;
});
