import { describe, expect, it } from '@jest/globals';
import { standard } from '../../core/index.js';
import { type ProblemError, systemClock } from '../../platform/index.js';
import type { Subject } from '../read-question.js';
import { unknownRecordReport } from '../unknown-record.js';
import type { Verified } from '../verified.js';
import { WrongCodes } from '../wrong-codes.js';
import { type AnswerParts, AnswerQuestion } from './answer-question.js';

const at = Date.parse('2026-11-24T20:00:00Z');
const own = ['https://registry.example'];
const address = 'https://registry.example/v/1.2.X#0123456789ABCDEF';
const right = '0123456789ABCDEF';
/** The one identifier that there is. */
const known = '1.2.X';

function questions(change: Partial<AnswerParts> = {}, verdict?: 'indeterminate') {
  const asked: Subject[] = [];
  const verifier = {
    verify: async (subject: Subject): Promise<Verified> => {
      asked.push(subject);
      const opens = subject.kind === 'record' && subject.identifier === known && subject.code === right;
      const why = verdict === 'indeterminate' ? 'unavailable' : 'unknown';
      const evidence = { credential: '', receipt: null };
      const report = unknownRecordReport(why, standard, at);
      return {
        report,
        evidence,
        standing: opens ? ({ licenceId: 'x', statusList: 0 } as never) : undefined,
        basis: {},
      };
    },
  };
  const recorded: unknown[] = [];
  const parts: AnswerParts = {
    store: { recordVerification: async (row) => void recorded.push(row), statusToken: async () => 'token' },
    pictures: { textsIn: async () => undefined },
    receipts: { isReady: () => false, make: () => 'made' },
    wrongCodes: new WrongCodes(3, () => 0),
    ownAddresses: own,
    clock: systemClock,
    ...change,
  };
  const room = new AnswerQuestion(verifier, parts);
  const ask = async (form: object, client?: object): Promise<unknown> =>
    room.answer(form as never, client as never).then(
      (answer) => answer.verdict,
      (fault: ProblemError) => [fault.code, fault.options.errors?.[0]?.pointer, fault.options.retryAfterSeconds],
    );
  return { ask, asked, recorded, room };
}
const pictured = (...texts: string[]) => ({ pictures: { textsIn: async () => ({ ok: true as const, value: texts }) } });

describe('a question by identifier and code', () => {
  it('is bounded by wrong codes, whoever brings them, also for an identifier that is none', async () => {
    const { ask, asked } = questions();
    for (const identifier of [known, 'none']) {
      for (let n = 0; n < 3; n++) expect(await ask({ identifier, code: `wrong ${n}` })).toBe('invalid');
      const before = asked.length;
      expect(await ask({ identifier, code: 'wrong' })).toEqual(['rate-limited', undefined, 60]);
      expect(await ask({ identifier, code: right })).toEqual(['rate-limited', undefined, 60]);
      expect(asked).toHaveLength(before);
    }
    expect(await ask({ identifier: 'another', code: 'wrong' })).toBe('invalid');
    expect(await ask({ qr: address })).toEqual(['rate-limited', undefined, 60]);
  });

  it('is not bounded by right codes, nor while the registry does not answer', async () => {
    const { ask } = questions();
    for (let n = 0; n < 9; n++) expect(await ask({ identifier: known, code: right })).toBe('invalid');
    const away = questions({}, 'indeterminate');
    for (let n = 0; n < 9; n++) expect(await away.ask({ identifier: known, code: 'wrong' })).toBe('indeterminate');
  });

  it('is without bound where none is set', async () => {
    const { ask } = questions({ wrongCodes: new WrongCodes(0) });
    for (let n = 0; n < 9; n++) expect(await ask({ identifier: known, code: 'wrong' })).toBe('invalid');
  });
});

describe('a picture', () => {
  const file = Buffer.from('x');

  it('is judged by the one code of ours in it, whatever else is in view', async () => {
    const { ask, asked } = questions(pictured('https://elsewhere.example/', 'hello', address));
    expect(await ask({ file })).toBe('invalid');
    expect(asked).toEqual([{ kind: 'record', identifier: '1.2.X', code: right }]);
  });

  it.each<[string, string[], string]>([
    ['two codes of ours', [address, 'ELC1:ABC'], 'several-codes'],
    ['no code', [], 'picture-without-code'],
    ['a foreign address', ['hello', 'https://elsewhere.example/'], 'qr-foreign-address'],
    ['a text of nobody', ['hello'], 'qr-unreadable'],
  ])('with %s is refused', async (_what, texts, code) => {
    const { ask, asked } = questions(pictured(...texts));
    expect(await ask({ file })).toEqual([code, '/file', undefined]);
    expect(asked).toEqual([]);
  });

  it('that was refused before is told with its pointer', async () => {
    const pictures = { textsIn: async () => ({ ok: false as const, code: 'picture-too-large' as const }) };
    expect(await questions({ pictures }).ask({ file })).toEqual(['picture-too-large', '/file', undefined]);
  });
});

describe('what is asked beside', () => {
  it('a verification receipt is refused before any work while no key is in force', async () => {
    const { ask, asked } = questions();
    expect(await ask({ qr: address, verificationReceipt: true })).toEqual([
      'verification-receipt-unavailable',
      undefined,
      undefined,
    ]);
    expect(asked).toEqual([]);
  });

  it('names the organisation that asked in it, and records that it did', async () => {
    const made: unknown[] = [];
    const receipts = { isReady: () => true, make: (...given: unknown[]) => `made ${made.push(given[2])}` };
    const { room, recorded } = questions({ receipts: receipts as never });
    const client = { creditCode: '91', organisationId: 'o', clientId: 'bank' } as never;
    const form = { identifier: known, code: right, verificationReceipt: true, evidence: true };
    const answer = await room.answer(form, client);
    expect([answer.verificationReceipt, made]).toEqual(['made 1', ['91']]);
    expect(answer.evidence?.statusToken).toBe('token');
    expect(recorded).toMatchObject([{ organisationId: 'o', actor: 'client:bank', objectId: 'x' }]);
    await room.answer({ ...form, code: 'wrong' }, client);
    expect(recorded).toHaveLength(1);
    await room.answer(form, undefined);
    expect(made).toEqual(['91', '91', undefined]);
  });
});
