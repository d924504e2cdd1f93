/** Days of one time zone: the days on a licence are days where it was issued. */
export interface ZonedDays {
  /** The day, `YYYY-MM-DD`, on which a moment (milliseconds since 1970) lies. */
  dayOf(ms: number): string;
  /** The first moment of a day. */
  startOf(day: string): number;
  /** The first moment after a day. */
  endOf(day: string): number;
}

const quarterHour = 15 * 60 * 1000;
const dayLength = 24 * 60 * 60 * 1000;

/** Reads an IANA time zone; throws RangeError on an unknown name. */
export function zonedDays(timeZone: string): ZonedDays {
  const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...Object.fromEntries(parts.map((part) => [part, 'numeric'])),
  });

  const wallClock = (ms: number): number => {
    const read = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const [year, month, ...rest] = parts.map((part) => read[part] as number) as [number, number, ...number[]];
    return Date.UTC(year, month - 1, ...rest);
  };

  // No offset changes inside a quarter of an hour, and a busy second asks for the same day thousands of times.
  let known = { quarter: Number.NaN, day: '' };
  const dayOf = (ms: number): string => {
    const quarter = Math.floor(ms / quarterHour);
    if (known.quarter !== quarter) known = { quarter, day: new Date(wallClock(ms)).toISOString().slice(0, 10) };
    return known.day;
  };

  const starts = new Map<string, number>();
  const startOf = (day: string): number => {
    let start = starts.get(day);
    if (start === undefined) {
      const midnight = Date.parse(`${day}T00:00:00Z`);
      const near = midnight - (wallClock(midnight) - midnight);
      start = midnight - (wallClock(near) - near);
      if (starts.size >= 4096) starts.clear();
      starts.set(day, start);
    }
    return start;
  };

  const next = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + dayLength).toISOString().slice(0, 10);
  return { dayOf, startOf, endOf: (day) => startOf(next(day)) };
}
