import type { CheckCode } from '../codes.js';

/** What a check says in one language, and what to do about it; `next` is missing where nothing is to be done. */
export interface CheckSaying {
  says: string;
  next?: string;
}

/** A code in both languages. */
export interface CheckText {
  'zh-CN': CheckSaying;
  en: CheckSaying;
}

/** A code that asks the reader to do something: `next` can't be left out. */
export interface AdvisingText {
  'zh-CN': Required<CheckSaying>;
  en: Required<CheckSaying>;
}

/** The codes after which nothing is to be done. */
export type QuietCode =
  | 'intact'
  | 'issuer-confirmed'
  | 'right-held'
  | 'in-force'
  | 'status-active'
  | 'anchored'
  | 'anchored-by-statement'
  | 'holder-binding-not-used'
  | 'holder-bound';

/** A text for each of these codes: one that is missing does not compile. */
export type TextsFor<C extends CheckCode> = { [K in C]: K extends QuietCode ? CheckText : AdvisingText };

/** Makes the text of a code after which nothing is to be done. */
export function quiet(chinese: string, english: string): CheckText {
  return { 'zh-CN': { says: chinese }, en: { says: english } };
}

/** Makes the text of a code that asks for something: what it says and what to do, in both languages. */
export function advice(chinese: [string, string], english: [string, string]): AdvisingText {
  return { 'zh-CN': { says: chinese[0], next: chinese[1] }, en: { says: english[0], next: english[1] } };
}
