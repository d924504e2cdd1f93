import { describe, expect, it } from '@jest/globals';
import { create } from 'qrcode';
import { type QrLevel, qrLevelOf } from './qr-level.js';

const of = (text: string) => {
  const level = qrLevelOf(text, (errorCorrectionLevel) => create(text, { errorCorrectionLevel }).version);
  return { level, version: create(text, { errorCorrectionLevel: level }).version };
};

describe('the level of a code', () => {
  it.each([
    ['an address of 84 characters', 'x'.repeat(84), 'H', 8],
    ['one character more', 'x'.repeat(85), 'Q', 7],
    ['an address of 108 characters', 'x'.repeat(108), 'Q', 8],
    ['one character more', 'x'.repeat(109), 'M', 7],
    ['an address that no version 8 holds', 'x'.repeat(200), 'M', 10],
    ['a short offline QR', `ELC1:${'X'.repeat(700)}`, 'H', 24],
    ['a middling one', `ELC1:${'X'.repeat(1000)}`, 'Q', 25],
    ['the longest', `ELC1:${'X'.repeat(1446)}`, 'M', 25],
  ])('is the highest within the version: %s', (_, text, level, version) => {
    expect(of(text)).toEqual({ level, version });
  });

  it('is M for what no code holds at a higher level', () => {
    const asked: QrLevel[] = [];
    const level = qrLevelOf('ELC1:', (one) => {
      asked.push(one);
      throw new Error('too long');
    });
    expect([level, asked]).toEqual(['M', ['H', 'Q']]);
  });
});
