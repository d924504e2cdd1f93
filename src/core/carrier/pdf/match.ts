import { demand, type FormFault, notOurs } from './form.js';
import type { PdfDict, PdfValue } from './syntax.js';

/**
 * What a value has to be: `/Name`, `(text`, a number or truth as it is, an array item by item, a dictionary with exactly
 * these entries (`Entry?` may be left out), or whatever a function takes, which answers `false` for what it refuses.
 */
export type Pattern =
  | string
  | number
  | boolean
  | readonly Pattern[]
  | { readonly [entry: string]: Pattern }
  // biome-ignore lint/suspicious/noConfusingVoidType: most takers only keep what they are given
  | ((value: PdfValue, entry?: string) => boolean | void);

/** @throws NotOurForm that names the entry which is wrong, missing or unknown */
export function match(value: PdfValue | undefined, pattern: Pattern, entry?: string, fault: FormFault = 'entry-wrong') {
  const right = (condition: unknown): void => demand(condition, fault, entry);
  if (value === undefined) notOurs('entry-missing', entry);
  if (typeof pattern === 'function') return right(pattern(value, entry) !== false);
  if (typeof pattern === 'number' || typeof pattern === 'boolean') return right(value === pattern);
  if (typeof pattern === 'string') {
    const spelled = pattern.slice(1);
    return right(pattern.startsWith('/') ? isName(value, spelled) : isText(value, spelled));
  }
  if (Array.isArray(pattern)) {
    const items = arrayOf(value, entry);
    right(items.length === pattern.length);
    for (const [index, one] of pattern.entries()) match(items[index], one as Pattern, entry, fault);
    return;
  }
  matchDict(value, pattern as { readonly [entry: string]: Pattern }, entry);
}

function matchDict(value: PdfValue, pattern: { readonly [entry: string]: Pattern }, entry?: string): void {
  const dict = dictOf(value, entry);
  for (const key of dict.keys()) {
    demand(Object.hasOwn(pattern, key) || Object.hasOwn(pattern, `${key}?`), 'entry-unknown', key);
  }
  for (const [key, one] of Object.entries(pattern)) {
    const name = key.endsWith('?') ? key.slice(0, -1) : key;
    const found = dict.get(name);
    if (found !== undefined || name === key) match(found, one, name);
  }
}

export function dictOf(value: PdfValue | undefined, entry?: string): PdfDict {
  return value instanceof Map ? value : notOurs(value === undefined ? 'entry-missing' : 'entry-wrong', entry);
}

export function arrayOf(value: PdfValue | undefined, entry?: string): readonly PdfValue[] {
  return Array.isArray(value) ? value : notOurs(value === undefined ? 'entry-missing' : 'entry-wrong', entry);
}

export function numbersOf(value: PdfValue | undefined, entry?: string): number[] {
  return arrayOf(value, entry).map((one) => (typeof one === 'number' ? one : notOurs('entry-wrong', entry)));
}

export function isName(value: PdfValue | undefined, name: string): boolean {
  return typeof value === 'object' && 'name' in value && value.name === name;
}

function isText(value: PdfValue, text: string): boolean {
  return typeof value === 'object' && 'text' in value && value.text === text;
}

/** The number of the object that a reference names. */
export function refOf(value: PdfValue | undefined, entry?: string): number {
  if (typeof value === 'object' && 'ref' in value) return value.ref;
  return notOurs(value === undefined ? 'entry-missing' : 'entry-wrong', entry);
}
