import { isJsonObject, type JsonValue } from '../../json/index.js';

/** How a template wants a value printed. */
export type PrintedAs = 'text' | 'date' | 'boolean';

/** What stands where a licence has no last day. */
export const noLastDay = '长期';

/** A value as it is printed: days as 2026年11月02日, yes and no as 是 and 否, all else as it stands; '' for what is not there. */
export function sayValue(value: JsonValue | undefined, as: PrintedAs): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  return as === 'date' ? sayDay(text) : text;
}

/** The holders of a licence, side by side. */
export function sayHolders(holders: readonly { name: string }[]): string {
  return holders.map((one) => one.name).join('、');
}

/** A period of validity; '' where the licence says nothing of one. */
export function sayValidity(from: string | undefined, until: string | undefined): string {
  if (from === undefined && until === undefined) return '';
  return `${sayDay(from ?? '')}${between}${until === undefined ? noLastDay : sayDay(until)}`;
}

/** The two ends of what {@link sayValidity} printed, `undefined` for a text that it did not print. */
export function splitValidity(text: string): { from: string; until: string } | undefined {
  const parts = text.split(between);
  return parts.length === 2 ? { from: parts[0] as string, until: parts[1] as string } : undefined;
}

/**
 * Every way in which a page may say a value. A text in several languages may be said in each; a list of holders by their
 * names; `null`, no last day, as 长期. A value that is never printed has no way.
 */
export function waysToSay(value: JsonValue | undefined): string[] {
  if (value === null) return [noLastDay];
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    const names = value.map((one) => (isJsonObject(one) && typeof one.name === 'string' ? { name: one.name } : null));
    return names.every((one) => one !== null) && names.length > 0 ? [sayHolders(names)] : [];
  }
  if (isJsonObject(value)) return Object.values(value).flatMap((one) => (typeof one === 'string' ? [one] : []));
  return [...new Set([sayValue(value, 'text'), sayValue(value, 'date')])].map(asOneLine);
}

/** A text as a page says it: the marks that end a line are not printed. */
export const asOneLine = (text: string): string => text.replace(/\n/g, '');

const between = '至';

function sayDay(text: string): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return day ? `${day[1]}年${day[2]}月${day[3]}日` : text;
}
