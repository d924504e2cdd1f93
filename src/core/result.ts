/**
 * The answer of an operation whose refusal is expected: a value, or a code out of a closed union.
 * `detail` is for people and never a contract; `pointer` is an RFC 6901 JSON Pointer into the input.
 */
export type Result<T, C extends string = string> = { ok: true; value: T } | Refusal<C>;

/** The refusing half of a {@link Result}. */
export interface Refusal<C extends string = string> {
  ok: false;
  code: C;
  detail?: string;
  pointer?: string;
}

/** Wraps a value as the accepting half of a {@link Result}. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Makes a refusal; `detail` and `pointer` are left out when not given, so that refusals compare by value. */
export function refuse<C extends string>(code: C, detail?: string, pointer?: string): Refusal<C> {
  const refusal: Refusal<C> = { ok: false, code };
  if (detail !== undefined) refusal.detail = detail;
  if (pointer !== undefined) refusal.pointer = pointer;
  return refusal;
}
