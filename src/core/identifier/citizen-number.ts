import { ok, type Result, refuse } from '../result.js';
import { normaliseCode } from './normalise-code.js';

/** Why a text is no citizen identity number. */
export type CitizenNumberRefusal =
  | 'citizen-number-malformed'
  | 'citizen-number-legacy'
  | 'citizen-number-date'
  | 'citizen-number-check-character';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Checks a citizen identity number 公民身份号码 (GB 11643) and gives its normal form: half-width, capital X.
 * The 15-digit numbers of before 1999 are told apart and refused: they have no check character to catch a slip.
 */
export function checkCitizenNumber(text: string): Result<string, CitizenNumberRefusal> {
  const number = normaliseCode(text) ?? '';
  if (/^[1-9][0-9]{14}$/.test(number)) return refuse('citizen-number-legacy', 'give the 18-digit number');
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number)) return refuse('citizen-number-malformed');
  if (!isDate(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)))) {
    return refuse('citizen-number-date');
  }
  if (citizenNumberCheckCharacter(number.slice(0, 17)) !== number.charAt(17)) {
    return refuse('citizen-number-check-character');
  }
  return ok(number);
}

/** The check character (ISO 7064 MOD 11-2) of the first 17 digits, or `undefined` when they are not 17 digits. */
export function citizenNumberCheckCharacter(body: string): string | undefined {
  if (!/^[0-9]{17}$/.test(body)) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * (weights[i] as number);
  return '10X98765432'.charAt(sum % 11);
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] as number);
}
