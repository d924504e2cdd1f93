import { describe, expect, it } from '@jest/globals';
import { create } from 'qrcode';
import { type QrLevel, qrFormOf } from './qr-level.js';

const of = (text: string) => {
  const form = qrFormOf(text, (errorCorrectionLevel) => create(text, { errorCorrectionLevel }).version);
  expect(create(text, form).version).toBe(form.version);
  return [form.errorCorrectionLevel, form.version];
};

describe('the form of a code', () => {
  it.each([
    ['an address of 84 characters', 'x'.repeat(84), 'H', 8],
    ['one character more', 'x'.repeat(85), 'Q', 7],
    ['an address of 108 characters', 'x'.repeat(108), 'Q', 8],
    ['one character more', 'x'.repeat(109), 'M', 7],
    ['an address that no version 8 holds', 'x'.repeat(200), 'M', 10],
    ['a short offline QR', `ELC1:${'X'.repeat(700)}`, 'H', 24],
    ['a middling one', `ELC1:${'X'.repeat(1000)}`, 'Q', 25],
    ['the longest', `ELC1:${'X'.repeat(1446)}`, 'M', 25],
    ['one that version 23 would hold at level M', `ELC1:${'X'.repeat(1131)}`, 'M', 24],
  ])('has the highest level within the version: %s', (_, text, level, version) => {
    expect(of(text)).toEqual([level, version]);
  });

  it('throws what is thrown for M when no code holds the text', () => {
    const asked: QrLevel[] = [];
    const draw = () =>
      qrFormOf('ELC1:', (one) => {
        asked.push(one);
        throw new Error(`too long at ${one}`);
      });
    expect(draw).toThrow('too long at M');
    expect(asked).toEqual(['H', 'Q', 'M']);
  });
});
