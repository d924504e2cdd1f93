import { Ajv, type ErrorObject } from 'ajv';
import type { Answer } from './registry.js';

// biome-ignore lint/suspicious/noExplicitAny: a document of another's making, walked as it is
export type Openapi = any;

/** A schema of OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice with null. */
function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, asJsonSchema(value)]));
  const { nullable, ...rest } = members;
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : members;
}

/** What is wrong with a value by a schema of the document; nothing when it matches. */
export function faultsBySchema(document: Openapi, schema: unknown, value: unknown): string[] {
  const whole = asJsonSchema({ allOf: [schema], components: document.components }) as object;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(whole);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }: ErrorObject) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

/** What is wrong with an answer by what the document says of this route; nothing when it matches. */
export function faultsByContract(document: Openapi, method: string, path: string, answer: Answer): string[] {
  const operation = document.paths[path]?.[method];
  if (!operation) return [`${method} ${path} is not in the document`];
  const response = operation.responses[answer.status] ?? operation.responses.default;
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const schema = response.content?.[type]?.schema;
  if (!schema) return [`${method} ${path} ${answer.status} says nothing of ${type}`];
  return faultsBySchema(document, schema, answer.body).map((fault) => `${method} ${path} ${answer.status}: ${fault}`);
}
