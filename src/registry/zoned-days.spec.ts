import { describe, expect, it } from '@jest/globals';
import { zonedDays } from './zoned-days.js';

describe(zonedDays.name, () => {
  it.each([
    ['Asia/Shanghai', '2026-11-24T15:59:59.999Z', '2026-11-24'],
    ['Asia/Shanghai', '2026-11-24T16:00:00.000Z', '2026-11-25'],
    ['UTC', '2026-02-28T23:59:59.999Z', '2026-02-28'],
    ['America/New_York', '2026-11-24T04:59:59.000Z', '2026-11-23'],
  ])('in %s the moment %s lies on %s', (zone, moment, day) => {
    expect(zonedDays(zone).dayOf(Date.parse(moment))).toBe(day);
  });

  it.each([
    ['Asia/Shanghai', '2026-11-24', '2026-11-23T16:00:00.000Z', '2026-11-24T16:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
  ])('in %s the day %s runs from %s to %s', (zone, day, start, end) => {
    const days = zonedDays(zone);
    expect(new Date(days.startOf(day)).toISOString()).toBe(start);
    expect(new Date(days.endOf(day)).toISOString()).toBe(end);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => zonedDays('Asia/Nowhere')).toThrow(RangeError);
  });
});
