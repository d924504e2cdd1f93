const cycle = 146_097 * 24 * 60 * 60 * 1000;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return text.length === 10 && beginOfDay(text) !== undefined;
}

/** When the day at the front of a text begins in UTC, in milliseconds; `undefined` when there is none of the calendar. */
export function beginOfDay(text: string): number | undefined {
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  // What has no digits is NaN, and no comparison holds for it.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month))) return undefined;
  // Date takes years below 100 for others; the calendar comes again after 400 years.
  return Date.UTC(2000 + (year % 400), month - 1, day) + (Math.floor(year / 400) - 5) * cycle;
}

/** The number that two ASCII digits write, else NaN. Read by place: a pattern and `Date.parse` take five times as long. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
