import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDay } from './day.js';
import { instantText, parseInstant, shanghaiDay } from './instant.js';

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

describe('reading by place', () => {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
  const byDate = (text: string) => {
    const time = form.test(text) ? Date.parse(text) : Number.NaN;
    return new Date(time).getUTCDate() === Number(text.slice(8, 10)) ? time : undefined;
  };
  const part = (most: number, width: number) =>
    fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(width, '0'));

  it('reads what the engine reads, of any year, and nothing else', () => {
    const instant = fc
      .tuple(part(9_999, 4), part(14, 2), part(33, 2), part(25, 2), part(61, 2), part(61, 2), fc.option(part(999, 3)))
      .map(([y, m, d, h, min, s, ms]) => `${y}-${m}-${d}T${h}:${min}:${s}${ms === null ? '' : `.${ms}`}Z`);
    fc.assert(
      fc.property(instant, (text) => {
        expect(parseInstant(text)).toBe(byDate(text));
        expect(isDay(text.slice(0, 10))).toBe(byDate(`${text.slice(0, 10)}T00:00:00Z`) !== undefined);
      }),
      { numRuns: 5_000 },
    );
    const spoilt = fc.tuple(instant, fc.nat(23), fc.constantFrom(...'0-:.TZtz ٢/;\0'));
    fc.assert(
      fc.property(spoilt, ([text, at, sign]) => {
        const other = text.slice(0, at) + sign + text.slice(at + 1);
        expect(parseInstant(other)).toBe(byDate(other));
      }),
      { numRuns: 5_000 },
    );
    for (const year of ['0000', '0001', '0099', '0400', '1900', '2000', '9999']) {
      for (const day of ['02-28', '02-29', '12-31']) {
        const text = `${year}-${day}T23:59:59.999Z`;
        expect([text, parseInstant(text)]).toEqual([text, byDate(text)]);
      }
    }
  });

  it('writes what the engine writes, one after the other', () => {
    const moment = fc.oneof(
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
      fc.integer({ min: -3_000, max: 3_000 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(moment, (time) => expect(instantText(time)).toBe(new Date(time).toISOString())),
      { numRuns: 3_000 },
    );
    for (const none of [Number.NaN, 8.64e15 + 1, -8.64e15 - 1, Number.POSITIVE_INFINITY]) {
      expect(() => instantText(none)).toThrow(RangeError);
    }
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
