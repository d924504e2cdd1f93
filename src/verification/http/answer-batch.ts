import type { Readable } from 'node:stream';
import type { Account, ClientCaller } from '../../access/index.js';
import { isJsonObject, type JsonValue } from '../../core/index.js';
import {
  fieldErrors,
  judgeFault,
  type Line,
  type Log,
  linesOf,
  Overloaded,
  parseStrictBody,
  problem,
  problemDocument,
} from '../../platform/index.js';
import { inOrder } from '../in-order.js';
import type { AnswerQuestion } from './answer-question.js';
import { batchForm, type VerificationForm } from './verifications.schema.js';

/** Bounds of a batch. Lines and bytes in all, and lines under way at once; a line in bytes and in milliseconds. */
export const batchLimits = {
  anyone: { lines: 100, bytes: 1024 * 1024, window: 8 },
  client: { lines: 10_000, bytes: 64 * 1024 * 1024, window: 32 },
  line: 128 * 1024,
  lineMs: 10_000,
  /** Batches under way in this process. */
  batches: 64,
};

export interface BatchAsker {
  client?: ClientCaller;
  /** On which each line counts; the first one did with the request. */
  account?: Account;
  /** Aborted when whoever asked has gone. */
  signal: AbortSignal;
}

const overLimit = { over: true } as const;
type Question = { line: Line; first: boolean } | typeof overLimit;

/** Answers questions that come in lines, a line each, in their order, while they come. */
export class AnswerBatch {
  private underWay = 0;

  constructor(
    private readonly questions: Pick<AnswerQuestion, 'answer'>,
    private readonly log: Pick<Log, 'error'>,
    readonly limits = batchLimits,
  ) {}

  /** Takes a place among the batches under way; what it answers gives the place back. @throws Overloaded */
  enter(): () => void {
    if (this.underWay >= this.limits.batches) throw new Overloaded(5);
    this.underWay += 1;
    let inside = true;
    return () => {
      if (inside) this.underWay -= 1;
      inside = false;
    };
  }

  /** Lines with their ends. Reads no faster than it is read. */
  answers(body: Readable, asker: BatchAsker): AsyncGenerator<string, void, undefined> {
    const { window } = this.boundsOf(asker.client);
    return inOrder(this.read(body, asker.client), (question) => this.answer(question, asker), {
      window,
      signal: asker.signal,
    });
  }

  boundsOf(client: ClientCaller | undefined): { lines: number; bytes: number; window: number } {
    return client ? this.limits.client : this.limits.anyone;
  }

  private async *read(body: Readable, client: ClientCaller | undefined): AsyncGenerator<Question, void, undefined> {
    const bounds = this.boundsOf(client);
    // A request that is left half read is not destroyed: its answer is still on the way.
    const source: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) };
    let count = 0;
    for await (const line of linesOf(source, { line: this.limits.line, total: bounds.bytes })) {
      count += 1;
      if (count > bounds.lines || ('refused' in line && line.refused === 'total')) {
        yield overLimit;
        return;
      }
      yield { line, first: count === 1 };
    }
  }

  private async answer(question: Question, asker: BatchAsker): Promise<string> {
    let id: string | undefined;
    try {
      if ('over' in question) throw problem('batch-over-limit', { detail: 'The answer ends here' });
      if ('refused' in question.line) throw problem('line-too-long');
      const over = question.first ? undefined : asker.account?.take();
      const parsed = parseStrictBody(question.line.bytes, this.limits.line);
      if ('refused' in parsed) throw parsed.refused;
      id = idIn(parsed.value);
      if (over) throw problem(over.code, over);
      const answer = await within(this.limits.lineMs, this.questions.answer(formOf(parsed.value), asker.client));
      return lineOf(id, answer);
    } catch (fault) {
      return this.problemLine(id, fault);
    }
  }

  private problemLine(id: string | undefined, fault: unknown): string {
    const { code, options } = judgeFault(fault);
    if (code === 'internal-fault') this.log.error({ err: fault, problem: code }, 'a line of a batch failed');
    const retryAfter = options?.retryAfterSeconds;
    return lineOf(id, { ...problemDocument(code, options), ...(retryAfter === undefined ? {} : { retryAfter }) });
  }
}

const lineOf = (id: string | undefined, answer: object): string =>
  `${JSON.stringify(id === undefined ? answer : { id, ...answer })}\n`;

/** The id to repeat, also beside the problem of a question that is not well formed. */
function idIn(value: JsonValue): string | undefined {
  const id = isJsonObject(value) && Object.hasOwn(value, 'id') ? value.id : undefined;
  return typeof id === 'string' && id !== '' && id.length <= 128 ? id : undefined;
}

function formOf(value: JsonValue): VerificationForm {
  const { id, ...rest } = isJsonObject(value) ? value : {};
  const question = isJsonObject(value) ? rest : value;
  const parsed = batchForm(question).safeParse(question, { reportInput: true });
  const badId = id !== undefined && idIn(value) === undefined ? [idFault] : [];
  if (parsed.success && badId.length === 0) return parsed.data;
  throw problem('body-invalid', { errors: [...badId, ...(parsed.success ? [] : fieldErrors(parsed.error))] });
}

const idFault = { pointer: '/id', code: 'field-invalid', detail: 'An id is a text of 1 to 128 characters' };

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const tell = () =>
      reject(problem('dependency-unavailable', { detail: `Not answered in ${ms} ms`, retryAfterSeconds: 1 }));
    timer = setTimeout(tell, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
