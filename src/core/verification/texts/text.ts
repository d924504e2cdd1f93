import type { CheckCode } from '../codes.js';

/** What a check says in one language, and what to do about it, be it nothing. */
export interface CheckSaying {
  says: string;
  next: string;
}

/** A code in both languages. */
export interface CheckText {
  'zh-CN': CheckSaying;
  en: CheckSaying;
}

/** A text for each of these codes: one that is missing does not compile. */
export type TextsFor<C extends CheckCode> = { [K in C]: CheckText };

/** Makes the text of a code after which nothing is to be done. */
export function quiet(chinese: string, english: string): CheckText {
  return advice([chinese, '无需处理。'], [english, 'Nothing to do.']);
}

/** Makes the text of a code that asks for something: what it says and what to do, in both languages. */
export function advice(chinese: [string, string], english: [string, string]): CheckText {
  return { 'zh-CN': { says: chinese[0], next: chinese[1] }, en: { says: english[0], next: english[1] } };
}
