import { isoDate, plainText } from '../../platform/index.js';
import { type FieldDefinition, wholeText } from './definition.js';
import { readPortrait } from './portrait/portrait.js';

/** Why one field of face data is not taken. */
export type FieldFault =
  | 'field-unknown'
  | 'field-missing'
  | 'field-type-wrong'
  | 'field-empty'
  | 'field-too-long'
  | 'field-too-many'
  | 'field-pattern'
  | 'field-not-a-date'
  | 'field-not-in-list'
  | 'field-not-plain'
  | 'field-not-a-portrait';

export type Report = (pointer: string, code: FieldFault, detail: string) => void;
export type FieldCheck = (value: unknown, pointer: string, report: Report) => void;

export const maxItems = 100;
/** How a decimal is written. */
export const decimalPattern = '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,6})?$';

const decimal = new RegExp(decimalPattern, 'u');
const oneLine = plainText(1_000_000);

/** Compiles the check of one field's value; the value is there. */
export function compileField(field: FieldDefinition): FieldCheck {
  switch (field.type) {
    case 'text':
      return compileText(field);
    case 'date':
      return ofType('string', (value, pointer, report) => {
        if (!isoDate.safeParse(value).success) report(pointer, 'field-not-a-date', 'Not a day as YYYY-MM-DD');
      });
    case 'decimal':
      return ofType('string', (value, pointer, report) => {
        if (!decimal.test(value as string))
          report(pointer, 'field-pattern', 'Not a decimal number as text, like 120.50');
      });
    case 'integer':
      return (value, pointer, report) => {
        if (!Number.isSafeInteger(value) || (value as number) < 0) {
          report(pointer, 'field-type-wrong', 'Must be a whole number, 0 or more');
        }
      };
    case 'boolean':
      return ofType('boolean');
    case 'portrait':
      return ofType('string', (value, pointer, report) => {
        const read = readPortrait(value as string);
        if (!read.ok) report(pointer, read.code, read.detail ?? 'Not a portrait');
      });
    case 'list':
      return compileList(compileFields(field.items));
  }
}

/** Compiles the check of an object with exactly these fields. */
export function compileFields(fields: readonly FieldDefinition[]): FieldCheck {
  const checks = new Map(fields.map((field) => [field.name, compileField(field)]));
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return (value, pointer, report) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return report(pointer, 'field-type-wrong', 'Must be an object');
    }
    for (const [name, given] of Object.entries(value)) {
      const at = `${pointer}/${escapePointer(name)}`;
      const check = checks.get(name);
      if (check) check(given, at, report);
      else report(at, 'field-unknown', 'The type has no such field');
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) report(`${pointer}/${name}`, 'field-missing', 'The type asks for this field');
    }
  };
}

function compileText(field: Extract<FieldDefinition, { type: 'text' }>): FieldCheck {
  const pattern = field.pattern === undefined ? undefined : new RegExp(wholeText(field.pattern), 'u');
  const values = field.values && new Set(field.values);
  return ofType('string', (value, pointer, report) => {
    const text = value as string;
    if (text === '') return report(pointer, 'field-empty', 'Must not be empty');
    // By code points, as JSON Schema counts; an early answer for what no counting can save.
    if (text.length > field.maxLength && (text.length > 2 * field.maxLength || [...text].length > field.maxLength)) {
      return report(pointer, 'field-too-long', `Over ${field.maxLength} characters`);
    }
    if (!oneLine.safeParse(text).success || text !== text.normalize('NFC')) {
      return report(pointer, 'field-not-plain', 'Holds invisible characters, spaces at an end, or is not in NFC');
    }
    if (values && !values.has(text)) return report(pointer, 'field-not-in-list', 'Not one of the values of this field');
    if (pattern && !pattern.test(text)) report(pointer, 'field-pattern', 'Not in the form of this field');
  });
}

function compileList(item: FieldCheck): FieldCheck {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report(pointer, 'field-type-wrong', 'Must be a list');
    if (value.length === 0) return report(pointer, 'field-empty', 'A list without items is left out');
    if (value.length > maxItems) return report(pointer, 'field-too-many', `Over ${maxItems} items`);
    for (const [index, one] of value.entries()) item(one, `${pointer}/${index}`, report);
  };
}

function ofType(type: 'string' | 'boolean', then?: FieldCheck): FieldCheck {
  return (value, pointer, report) => {
    if (typeof value === type) then?.(value, pointer, report);
    else report(pointer, 'field-type-wrong', `Must be a ${type}`);
  };
}

const escapePointer = (name: string): string => name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
