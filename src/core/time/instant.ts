import { beginOfDay, twoDigits } from './day.js';

/**
 * Reads RFC 3339 in UTC (`2026-11-24T22:00:00Z`, milliseconds or none) into milliseconds since 1970. Another zone,
 * another precision, a leap second or a day that does not exist gives `undefined`.
 */
export function parseInstant(text: string): number | undefined {
  const exact = text.length === 24;
  if (!exact && text.length !== 20) return undefined;
  const day = beginOfDay(text);
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  const thousandths = exact ? 10 * twoDigits(text, 20) + (twoDigits(text, 21) % 10) : 0;
  const marks = text[10] === 'T' && text[13] === ':' && text[16] === ':' && (!exact || text[19] === '.');
  if (day === undefined || !marks || !text.endsWith('Z')) return undefined;
  if (!(hour < 24 && minute < 60 && second < 60 && thousandths >= 0)) return undefined;
  return day + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths;
}

// Most moments that are written lie in the second of the one before.
let written = Number.NaN;
let upToSecond = '';

/** Milliseconds since 1970 to RFC 3339 in UTC with milliseconds; throws on a number that is no moment. */
export function instantText(time: number): string {
  if (!Number.isInteger(time) || Math.abs(time) > 8.64e15) return new Date(time).toISOString();
  const thousandths = ((time % 1000) + 1000) % 1000;
  const second = time - thousandths;
  if (second !== written) {
    upToSecond = new Date(second).toISOString().slice(0, -4);
    written = second;
  }
  return `${upToSecond}${String(thousandths).padStart(3, '0')}Z`;
}
