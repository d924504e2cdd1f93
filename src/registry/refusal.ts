import { type Refusal, refuse } from '../core/index.js';
import type { FieldError, ProblemCode } from '../platform/index.js';

/** A refusal that may name several fields of the body. */
export interface FieldRefusal<C extends ProblemCode = ProblemCode> extends Refusal<C> {
  errors?: FieldError[];
}

export type Outcome<T, C extends ProblemCode = ProblemCode> = { ok: true; value: T } | FieldRefusal<C>;

export const refuseFields = <C extends ProblemCode>(code: C, errors: FieldError[]): FieldRefusal<C> => ({
  ...refuse(code, errors[0]?.detail, errors[0]?.pointer),
  errors,
});

export const refuseField = <C extends ProblemCode>(
  code: C,
  pointer: string,
  detail: string,
  fieldCode: string = code,
): FieldRefusal<C> => refuseFields(code, [{ pointer, code: fieldCode, detail }]);
