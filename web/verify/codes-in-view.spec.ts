import { describe, expect, it } from '@jest/globals';
import { codesInView } from './codes-in-view.js';

const origin = 'https://licences.example.cn';
const identifier = (n: number) => `1.2.156.3005.2.111000000099000026L90.114701009947000375.000000000${n}.001.K`;
const ours = (n: number) => `${origin}/v/${identifier(n)}#0123456789ABCDEF`;
const others = ['https://shop.example/x', 'WIFI:S:net;T:WPA;P:x;;'];
const see = (...texts: string[]) => codesInView(texts, origin);

describe('codes that are seen together', () => {
  it('are one where one is ours', () => {
    expect(see(...others, ours(1))).toEqual({
      kind: 'one',
      reading: { kind: 'question', question: { identifier: identifier(1), code: '0123456789ABCDEF' } },
    });
    expect(see('ELC1:AB CD', others[1]!)).toMatchObject({ reading: { question: { qr: 'ELC1:AB CD' } } });
  });

  it('are a choice where several are', () => {
    expect(see(ours(1), others[0]!, 'ELC1:AB')).toEqual({
      kind: 'choice',
      codes: [
        { question: { identifier: identifier(1), code: '0123456789ABCDEF' }, identifier: identifier(1) },
        { question: { qr: 'ELC1:AB' } },
      ],
    });
  });

  it('are not guessed at where none is, and a single one is told as what it is', () => {
    expect(see(...others)).toEqual({ kind: 'several-codes' });
    expect(see(others[0]!)).toMatchObject({ kind: 'one', reading: { kind: 'foreign-address' } });
  });
});
