// Judges the body of an issue: its own members, the holders by their code types, the face data by the licence type.
import { Refused } from './verify.mjs';

const hostile = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/u;
const isLine = (text, max) =>
  typeof text === 'string' && text !== '' && text.length <= max && !hostile.test(text) && text.trim() === text;
const isDay = (text) =>
  typeof text === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function isCreditCode(code) {
  let sum = 0;
  for (let i = 0, weight = 1; i < 17; i++, weight = (weight * 3) % 31) {
    const value = creditAlphabet.indexOf(code[i] ?? '-');
    if (value < 0) return false;
    sum += value * weight;
  }
  return code.length === 18 && creditAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

function isCitizenNumber(number) {
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return false;
  if (!isDay(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (number.charCodeAt(i) - 48) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11] === number[17];
}

const organisationCodes = new Set(['001', '099']);
const personCodes = new Set('111 114 115 118 119 120 122 411 412 413 414 511 516 999'.split(' '));

function readHolder({ kind, codeType, code, name, ...others }, kinds) {
  if (Object.keys(others).length > 0 || !kinds.includes(kind) || !isLine(name, 200)) return undefined;
  if (!(kind === 'person' ? personCodes : organisationCodes).has(codeType) || typeof code !== 'string')
    return undefined;
  const normal = code.length <= 64 ? code.normalize('NFKC').toUpperCase() : '';
  const good =
    codeType === '001'
      ? isCreditCode(normal)
      : codeType === '111'
        ? isCitizenNumber(normal)
        : /^[\p{L}\p{N}()-]{1,40}$/u.test(normal);
  return good ? { kind, codeType, code: normal, name: name.normalize('NFC') } : undefined;
}

const tests = {
  text: ({ maxLength, pattern, values }) => {
    const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
    return (text) =>
      isLine(text, 2 * maxLength) &&
      (text.length <= maxLength || [...text].length <= maxLength) &&
      text === text.normalize('NFC') &&
      (!values || values.includes(text)) &&
      (!whole || whole.test(text));
  },
  date: () => isDay,
  decimal: () => (text) => typeof text === 'string' && /^(0|[1-9]\d{0,17})(\.\d{1,6})?$/.test(text),
  integer: () => (value) => Number.isSafeInteger(value) && value >= 0,
  boolean: () => (value) => typeof value === 'boolean',
  // No type that is measured has one: what is inside is not read here.
  portrait: () => (text) =>
    typeof text === 'string' && text.length <= 21_848 && /^\/9j\/[A-Za-z0-9+/]+={0,2}$/.test(text),
  list: ({ items }) => {
    const item = compileFields(items);
    return (value) => Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every(item);
  },
};

/** The check of an object with exactly these fields, compiled once. */
export function compileFields(fields) {
  const checks = new Map(fields.map((field) => [field.name, tests[field.type](field)]));
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([name, given]) => checks.get(name)?.(given)) &&
    required.every((name) => Object.hasOwn(value, name));
}

const bodyNames = new Set('typeCode holders licenceNumber faceData validFrom validUntil legalBasis'.split(' '));
const refuseUnless = (condition, code) => {
  if (!condition) throw new Refused(code);
};

/** `types`: definition and `checkFace` by code. `mayIssue`: whether the caller has the right to a type on a day. */
export function readIssue(body, types, mayIssue, today) {
  refuseUnless(typeof body === 'object' && body !== null, 'body-invalid');
  for (const name of Object.keys(body)) refuseUnless(bodyNames.has(name), 'body-invalid');
  const { typeCode, licenceNumber, faceData, validFrom, validUntil, legalBasis } = body;
  const type = types.get(typeCode);
  refuseUnless(type, 'type-unknown');
  refuseUnless(mayIssue(typeCode, today), 'right-to-issue-missing');
  refuseUnless(licenceNumber === undefined || isLine(licenceNumber, 100), 'body-invalid');
  refuseUnless(legalBasis === undefined || isLine(legalBasis, 1000), 'body-invalid');
  refuseUnless(
    [validFrom, validUntil].every((day) => day === undefined || isDay(day)),
    'body-invalid',
  );
  const { holderKinds, maxHolders, validity } = type.definition;
  refuseUnless(Array.isArray(body.holders) && body.holders.length > 0, 'body-invalid');
  refuseUnless(body.holders.length <= maxHolders, 'holder-invalid');
  const holders = body.holders.map((holder) => readHolder(holder ?? {}, holderKinds));
  refuseUnless(holders.every(Boolean), 'holder-invalid');
  refuseUnless(new Set(holders.map(({ codeType, code }) => codeType + code)).size === holders.length, 'holder-invalid');
  refuseUnless(type.checkFace(faceData), 'face-data-invalid');
  if (validity === 'none') refuseUnless(validFrom === undefined && validUntil === undefined, 'validity-invalid');
  if (validity === 'required') refuseUnless(validUntil !== undefined, 'validity-invalid');
  refuseUnless(
    validUntil === undefined || (validUntil >= today && (validFrom ?? '') <= validUntil),
    'validity-invalid',
  );
  return { type, holders, licenceNumber, faceData, validFrom, validUntil, legalBasis };
}
