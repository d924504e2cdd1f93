import type { JsonObject } from '../../core/index.js';
import { type FieldDefinition, wholeText } from './definition.js';
import { decimalPattern, maxItems } from './field-check.js';
import { portraitLimits, portraitPattern } from './portrait/portrait.js';

// What `plainText` refuses, in the words that every JSON Schema implementation knows.
const plainPattern =
  '^(?!\\s)(?!.*\\s$)[^\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff]+$';

/**
 * JSON Schema 2020-12 of `faceData`. It refuses nothing that the checker takes; the checker alone knows the calendar
 * (`format: date`), Unicode's form NFC and what is inside a portrait.
 */
export function faceSchema(title: string, fields: readonly FieldDefinition[]): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...objectSchema(fields) };
}

function objectSchema(fields: readonly FieldDefinition[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter((field) => field.required).map((field) => field.name),
    additionalProperties: false,
  };
}

function fieldSchema(field: FieldDefinition): JsonObject {
  return { title: field.label['zh-CN'], description: field.label.en, ...valueSchema(field) };
}

function valueSchema(field: FieldDefinition): JsonObject {
  switch (field.type) {
    case 'text':
      return {
        type: 'string',
        minLength: 1,
        maxLength: field.maxLength,
        pattern: plainPattern,
        ...(field.values && { enum: [...field.values] }),
        ...(field.pattern !== undefined && { allOf: [{ pattern: wholeText(field.pattern) }] }),
      };
    case 'date':
      return { type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
    case 'decimal':
      return { type: 'string', pattern: decimalPattern };
    case 'integer':
      return { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
    case 'boolean':
      return { type: 'boolean' };
    case 'portrait':
      return {
        type: 'string',
        contentEncoding: 'base64',
        contentMediaType: 'image/jpeg',
        maxLength: portraitLimits.textLength,
        pattern: portraitPattern,
      };
    case 'list':
      return { type: 'array', minItems: 1, maxItems, items: objectSchema(field.items) };
  }
}
