import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Overloaded, problem } from '../../platform/index.js';
import { AnswerBatch, type BatchAsker, batchLimits } from './answer-batch.js';

const limits = {
  ...batchLimits,
  anyone: { lines: 5, bytes: 2_000, window: 2 },
  client: { lines: 50, bytes: 100_000, window: 4 },
  line: 200,
  lineMs: 200,
  batches: 2,
};
type Form = { qr?: string; credential?: string; identifier?: string };
type Answer = (form: Form) => Promise<unknown>;
const echo: Answer = async ({ qr }) => ({ verdict: 'valid', at: qr });

function batchOf(answer: Answer = echo, asker: Partial<BatchAsker> = {}) {
  const faults: unknown[] = [];
  const batch = new AnswerBatch(
    { answer } as never,
    { error: (fault: unknown) => void faults.push(fault) } as never,
    limits,
  );
  const given: BatchAsker = { signal: new AbortController().signal, ...asker };
  const read = async (...chunks: (string | Buffer)[]) => {
    const body = Readable.from(chunks.map((chunk) => Buffer.from(chunk as string)));
    let text = '';
    for await (const line of batch.answers(body, given)) text += line;
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  return { batch, read, faults, given };
}
const q = (qr: string, more: object = {}) => `${JSON.stringify({ qr, ...more })}\n`;

describe(AnswerBatch.name, () => {
  it('answers each line in order and repeats its id', async () => {
    const answer: Answer = async ({ qr }) => {
      for (let turns = Number(qr) % 3; turns > 0; turns--) await turn();
      return { at: qr };
    };
    const { read } = batchOf(answer, { client: {} as never });
    const lines = [...Array(20).keys()].map((n) => q(String(n), n % 2 ? { id: `n${n}` } : {}));
    const answers = await read(lines.join(''));
    expect(answers).toEqual(
      [...Array(20).keys()].map((n) => (n % 2 ? { id: `n${n}`, at: String(n) } : { at: String(n) })),
    );
  });

  it.each<[string, string, object]>([
    ['no JSON', '{"qr"\n', { code: 'body-malformed' }],
    ['a name twice', '{"qr":"a","qr":"b"}\n', { code: 'body-duplicate-key' }],
    ['no UTF-8', '{"qr":"\xff"}\n', { code: 'body-malformed' }],
    ['depth', `${'['.repeat(40)}${']'.repeat(40)}\n`, { code: 'body-too-deep' }],
    ['no object', '7\n', { code: 'body-invalid' }],
    ['nothing asked', '{"id":"x"}\n', { code: 'body-invalid', id: 'x' }],
    ['a file', '{"file":"x"}\n', { code: 'body-invalid' }],
    ['an unknown member', q('a', { surprise: 1, id: 'y' }), { code: 'body-invalid', id: 'y' }],
    [
      'an id that is none',
      q('a', { id: 7 }),
      { code: 'body-invalid', errors: [{ pointer: '/id', code: 'field-invalid' }] },
    ],
    ['more than a line may have', q('a'.repeat(300)), { code: 'line-too-long' }],
  ])('a line with %s fails alone', async (_what, line, refusal) => {
    const answers = await batchOf().read(q('before'), Buffer.from(line, 'latin1'), q('after'));
    expect(answers).toMatchObject([{ at: 'before' }, refusal, { at: 'after' }]);
    expect(answers[1]).toMatchObject({
      type: expect.any(String),
      status: expect.any(Number),
      title: expect.any(String),
    });
  });

  it('tells a fault of ours as one, without its words, and goes on', async () => {
    const answer: Answer = async ({ qr }) => {
      if (qr === 'fault') throw new Error('the secret of the house');
      if (qr === 'busy') throw new Overloaded(7);
      if (qr === 'foreign') throw problem('qr-foreign-address');
      return { at: qr };
    };
    const { read, faults } = batchOf(answer);
    const answers = await read(q('fault'), q('busy'), q('foreign'), q('fine'));
    expect(answers).toMatchObject([
      { code: 'internal-fault', status: 500 },
      { code: 'overloaded', retryAfter: 7 },
      { code: 'qr-foreign-address' },
      { at: 'fine' },
    ]);
    expect(JSON.stringify(answers)).not.toContain('secret');
    expect(faults).toHaveLength(1);
  });

  it('gives a line its time', async () => {
    const { read } = batchOf(({ qr }) => (qr === 'slow' ? new Promise(() => {}) : echo({ qr })));
    expect(await read(q('slow'), q('quick'))).toMatchObject([{ code: 'dependency-unavailable' }, { at: 'quick' }]);
  });

  it('ends behind the lines and the bytes that it may have, more of both for a client', async () => {
    const over = { code: 'batch-over-limit' };
    const seven = Array.from({ length: 7 }, (_, n) => q(String(n)));
    expect((await batchOf().read(...seven)).slice(5)).toMatchObject([over]);
    expect(await batchOf(echo, { client: {} as never }).read(...seven)).toHaveLength(7);
    const [answer] = await batchOf().read(' '.repeat(2_001));
    expect(answer).toMatchObject(over);
  });

  it('counts each line but the first on the account of who asks', async () => {
    let left = 2;
    const account = {
      take: () => (left-- > 0 ? undefined : ({ code: 'quota-exceeded', retryAfterSeconds: 9 } as const)),
    };
    const { read } = batchOf(echo, { account });
    const answers = await read(...['a', 'b', 'c', 'd', 'e'].map((qr) => q(qr, { id: qr })));
    expect(answers.slice(0, 3)).toMatchObject([{ at: 'a' }, { at: 'b' }, { at: 'c' }]);
    const refused = { code: 'quota-exceeded', status: 429, retryAfter: 9 };
    expect(answers.slice(3)).toMatchObject([
      { ...refused, id: 'd' },
      { ...refused, id: 'e' },
    ]);
  });

  it('begins no line for a reader who does not read, nor for one who has gone', async () => {
    const begun: string[] = [];
    const gone = new AbortController();
    const { batch } = batchOf(async ({ qr }) => ({ at: begun.push(qr!) }));
    const lines = Array.from({ length: 40 }, (_, n) => Buffer.from(q(String(n))));
    const asker = { client: {} as never, signal: gone.signal };
    const answers = batch.answers(Readable.from(lines), asker);
    await answers.next();
    for (let turns = 0; turns < 50; turns++) await turn();
    expect(begun.length).toBeLessThanOrEqual(limits.client.window + 1);
    const before = begun.length;
    gone.abort();
    for await (const _ of answers);
    expect(begun).toHaveLength(before);
  });

  it('has so many batches under way, and a place again when one ends', () => {
    const { batch } = batchOf();
    const leave = batch.enter();
    batch.enter();
    expect(() => batch.enter()).toThrow(Overloaded);
    leave();
    leave();
    batch.enter();
    expect(() => batch.enter()).toThrow(Overloaded);
  });
});
