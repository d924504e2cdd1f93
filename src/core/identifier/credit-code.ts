import { ok, type Result, refuse } from '../result.js';
import { normaliseCode } from './normalise-code.js';

/** Why a text is no unified social credit code. */
export type CreditCodeRefusal = 'credit-code-malformed' | 'credit-code-check-character';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Checks a unified social credit code 统一社会信用代码 (GB 32100) and gives its normal form: half-width capitals. */
export function checkCreditCode(text: string): Result<string, CreditCodeRefusal> {
  const code = normaliseCode(text);
  if (code?.length !== 18 || !alphabet.includes(code.charAt(17))) return refuse('credit-code-malformed');
  const check = creditCodeCheckCharacter(code.slice(0, 17));
  if (check === undefined) return refuse('credit-code-malformed');
  return check === code.charAt(17) ? ok(code) : refuse('credit-code-check-character');
}

/** The check character of the first 17 characters, or `undefined` when they are not of the alphabet (no I O S V Z). */
export function creditCodeCheckCharacter(body: string): string | undefined {
  if (body.length !== 17) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = alphabet.indexOf(body.charAt(i));
    if (value < 0) return undefined;
    sum += value * (weights[i] as number);
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}
