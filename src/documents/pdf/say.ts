import type { JsonValue } from '../../core/index.js';
import type { PrintedLicence } from './input.js';
import type { Form } from './template.js';

/** The text of a source of a template; '' where the licence has no such field. */
export function say(licence: PrintedLicence, source: string, as: Form = 'text'): string {
  if (source.startsWith('faceData.')) return sayValue(licence.faceData[source.slice('faceData.'.length)], as);
  switch (source) {
    case 'typeName':
      return licence.typeName['zh-CN'];
    case 'typeNameEn':
      return licence.typeName.en;
    case 'holders':
      return licence.holders.map((one) => one.name).join('、');
    case 'validity':
      return validity(licence);
    default:
      return sayValue(licence[source as 'identifier' | 'masterDigest' | 'issuer' | 'licenceNumber' | 'issuedOn'], as);
  }
}

/** The items of a list of the face, each an object; none where it is left out. */
export function sayList(licence: PrintedLicence, source: string): readonly { readonly [name: string]: JsonValue }[] {
  const value = licence.faceData[source.slice('faceData.'.length)];
  return Array.isArray(value) ? (value as { [name: string]: JsonValue }[]) : [];
}

/** A value as it is printed: days as 2026年11月02日, yes and no as 是 and 否, all else as it stands. */
export function sayValue(value: JsonValue | undefined, as: Form): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  const day = as === 'date' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) : null;
  return day ? `${day[1]}年${day[2]}月${day[3]}日` : text;
}

function validity({ validFrom, validUntil }: PrintedLicence): string {
  if (validFrom === undefined && validUntil === undefined) return '';
  return `${sayValue(validFrom ?? '', 'date')}至${validUntil === undefined ? '长期' : sayValue(validUntil, 'date')}`;
}
