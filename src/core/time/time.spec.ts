import { describe, expect, it } from '@jest/globals';
import { isDay, shanghaiDay } from './day.js';
import { instantText, parseInstant } from './instant.js';

describe(parseInstant.name, () => {
  it('reads UTC with milliseconds or none, and writes with', () => {
    expect(parseInstant('2026-11-24T22:00:00Z')).toBe(Date.UTC(2026, 10, 24, 22));
    expect(parseInstant('1969-12-31T23:59:59.999Z')).toBe(-1);
    expect(instantText(-1)).toBe('1969-12-31T23:59:59.999Z');
  });

  it.each([
    '2026-11-24',
    '2026-11-24T22:00:00',
    '2026-11-24T22:00:00+08:00',
    '2026-11-24T22:00:00.1Z',
    '2026-11-24t22:00:00z',
    '2026-02-30T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T23:59:60Z',
    ' 2026-11-24T22:00:00Z',
    '٢٠٢٦-11-24T22:00:00Z',
    '',
  ])('refuses %p', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('days', () => {
  it('are those of the calendar', () => {
    expect(['2024-02-29', '2026-12-31', '0001-01-01'].every(isDay)).toBe(true);
    expect(['2023-02-29', '2026-13-01', '2026-1-1', '20260101', ''].some(isDay)).toBe(false);
  });

  it('begin at midnight of Shanghai, also in years with summer time', () => {
    expect(shanghaiDay(Date.parse('2026-03-01T16:00:00Z') / 1000)).toBe('2026-03-02');
    expect(shanghaiDay(Date.parse('2026-03-01T15:59:59Z') / 1000)).toBe('2026-03-01');
    expect(shanghaiDay(Date.parse('1988-05-31T16:00:00Z') / 1000)).toBe('1988-06-01');
    expect(shanghaiDay(1e20)).toBe('');
  });
});
