import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DoubtfulDatabase } from '../database/database-watch.js';
import { OutOfTime } from '../deadline.js';
import { Overloaded } from '../group-commit.js';
import type { Log } from '../log.js';
import type { ProblemCode } from '../problems/codes.js';
import { ProblemError, type ProblemOptions, problemDocument } from '../problems/problem.js';

interface Judged {
  code: ProblemCode;
  options?: ProblemOptions;
}

/** Turns whatever was thrown into one problem document (RFC 9457). Stack and raw errors never reach the client. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const judged = judgeFault(thrown);
    if (judged.code === 'internal-fault' || judged.code === 'dependency-unavailable') {
      const route = http.getRequest<FastifyRequest>().routeOptions?.url;
      this.log.error({ err: thrown, route, problem: judged.code }, 'request failed');
    }
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    sendProblem(reply, judged.code, judged.options);
  }
}

export function sendProblem(reply: FastifyReply, code: ProblemCode, options: ProblemOptions = {}): void {
  const document = problemDocument(code, options);
  if (options.retryAfterSeconds !== undefined) reply.header('retry-after', String(options.retryAfterSeconds));
  if (code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  reply
    .code(document.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(document));
}

/** What whoever asked is told of something that was thrown. */
export function judgeFault(thrown: unknown): Judged {
  if (thrown instanceof ProblemError) return { code: thrown.code, options: thrown.options };
  if (thrown instanceof Overloaded)
    return { code: 'overloaded', options: { retryAfterSeconds: thrown.retryAfterSeconds } };
  const status = thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: number })?.statusCode;
  if (status !== undefined && status < 500) return { code: byStatus[status] ?? 'body-malformed' };
  if (isUnavailable(thrown)) return { code: 'dependency-unavailable', options: { retryAfterSeconds: 2 } };
  return { code: 'internal-fault' };
}

const byStatus: Record<number, ProblemCode> = {
  401: 'unauthenticated',
  403: 'scope-insufficient',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'body-too-large',
  415: 'media-type-unsupported',
  429: 'rate-limited',
};

/** Whether the database is away, busy or not believed: SQLSTATE classes 08, 53, 57, 40, and what node and pg say of a lost server. */
export function isUnavailable(thrown: unknown): boolean {
  if (thrown instanceof OutOfTime || thrown instanceof DoubtfulDatabase) return true;
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (/^(08|53|57|40)/.test(code) || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(code)))
    return true;
  return (
    typeof message === 'string' &&
    /connection terminated|not queryable|timeout exceeded when trying to connect|query read timeout/i.test(message)
  );
}
