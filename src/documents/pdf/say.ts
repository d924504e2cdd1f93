import { type JsonValue, sayHolders, sayValidity, sayValue } from '../../core/index.js';
import type { PrintedLicence } from './input.js';
import type { Form } from './template.js';

export { sayValue } from '../../core/index.js';

/** The text of a source of a template; '' where the licence has no such field. */
export function say(licence: PrintedLicence, source: string, as: Form = 'text'): string {
  if (source.startsWith(face)) return sayValue(licence.faceData[source.slice(face.length)], as);
  switch (source) {
    case 'typeName':
      return licence.typeName['zh-CN'];
    case 'typeNameEn':
      return licence.typeName.en;
    case 'holders':
      return sayHolders(licence.holders);
    case 'validity':
      return sayValidity(licence.validFrom, licence.validUntil);
    default:
      return sayValue(licence[source as 'identifier' | 'masterDigest' | 'issuer' | 'licenceNumber' | 'issuedOn'], as);
  }
}

/** The items of a list of the face, each an object; none where it is left out. */
export function sayList(licence: PrintedLicence, source: string): readonly { readonly [name: string]: JsonValue }[] {
  const value = licence.faceData[source.slice(face.length)];
  return Array.isArray(value) ? (value as { [name: string]: JsonValue }[]) : [];
}

/**
 * Where the value of a source stands in the words of the reported licence: what the page marks it with, so that a reader
 * knows which field it shows. `words` that stand before the value in the same text follow the pointer after a space.
 */
export function markOf(source: string, words?: string): string {
  const pointer = source.startsWith(face)
    ? `/faceData/${source.slice(face.length)}`
    : (pointers[source] ?? `/${source}`);
  return words === undefined ? pointer : `${pointer} ${words}`;
}

const face = 'faceData.';
const pointers: { [source: string]: string } = {
  typeNameEn: '/typeName',
  issuer: '/issuer/name',
  issuedOn: '/issuanceDate',
};
