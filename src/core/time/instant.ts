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

const day = 24 * 60 * 60 * 1000;
// Most moments that are written lie on a few days.
const days = new Map<number, string>();

/** Milliseconds since 1970 to RFC 3339 in UTC with milliseconds; throws on a number that is no moment. */
export function instantText(time: number): string {
  if (!Number.isInteger(time) || Math.abs(time) > 8.64e15) return new Date(time).toISOString();
  const number = Math.floor(time / day);
  const left = time - number * day;
  const seconds = Math.floor(left / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${dayText(number)}${clock}.${String(left % 1000).padStart(3, '0')}Z`;
}

const shanghai = 8 * 60 * 60 * 1000;

/** The day of Asia/Shanghai (UTC+8, whatever the year) on which a moment, in seconds since 1970, lies. */
export function shanghaiDay(seconds: number): string {
  const time = seconds * 1000 + shanghai;
  return Math.abs(time) <= 8.64e15 ? instantText(time).slice(0, -14) : '';
}

/** The day of a number of days since 1970, as ISO 8601 begins. */
function dayText(number: number): string {
  const known = days.get(number);
  if (known !== undefined) return known;
  const text = new Date(number * day).toISOString().slice(0, -13);
  if (days.size >= 64) days.clear();
  days.set(number, text);
  return text;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);
