/** Any JSON value (RFC 8259). */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. Its members are own properties; one may be named `__proto__`, so never copy them by assignment. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/** Whether an unknown value is an object and neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
