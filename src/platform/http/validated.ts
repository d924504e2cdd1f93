import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { freezeWhole, isFrozenWhole } from '../../core/index.js';
import type { ProblemCode } from '../problems/codes.js';
import { type FieldError, problem } from '../problems/problem.js';

class SchemaPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  /** What came of bodies that can't change any more; it goes with them. */
  private readonly passed = new WeakMap<object, z.output<Schema>>();

  constructor(
    private readonly choose: (value: unknown) => Schema,
    private readonly code: ProblemCode,
  ) {}

  transform(value: unknown): z.output<Schema> {
    const known = this.passed.get(value as object);
    if (known !== undefined) return known;
    const parsed = this.choose(value).safeParse(value, { reportInput: true });
    if (parsed.success && value !== null && typeof value === 'object' && isFrozenWhole(value)) {
      this.passed.set(value, freezeWhole(parsed.data));
    }
    if (parsed.success) return parsed.data;
    throw problem(this.code, { errors: fieldErrors(parsed.error) });
  }
}

/**
 * Validates by a zod schema and tells OpenAPI of it: `@Body(validated(IssueRequest)) body: IssueRequest`. A fault becomes
 * a problem with a JSON Pointer for each field; values are never echoed.
 */
export const validated = <Schema extends z.ZodType>(schema: Schema, code: ProblemCode = 'body-invalid') => ({
  schema,
  pipes: [new SchemaPipe(() => schema, code)],
});

/**
 * The same for a body of several forms: `choose` names the form by what the body holds, so that faults are told of that
 * form alone and no form is tried in vain. `schema` is the union for OpenAPI.
 */
export const validatedBy = <Form extends z.ZodType>(
  schema: z.ZodType,
  choose: (value: unknown) => Form,
  code: ProblemCode = 'body-invalid',
) => ({ schema, pipes: [new SchemaPipe(choose, code)] });

export function fieldErrors(error: z.ZodError, under = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = under + issue.path.map((part) => `/${escapePointer(String(part))}`).join('');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${at}/${escapePointer(key.slice(0, 64))}`,
        code: 'field-unknown',
        detail: 'This field is not known here',
      }));
    }
    const custom = issue.code === 'custom' ? (issue.params as { code?: string } | undefined)?.code : undefined;
    return [{ pointer: at, code: custom ?? codeOf(issue), detail: issue.message.slice(0, 200) }];
  });
}

const codeOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'field-missing' : 'field-type-wrong';
  return `field-${issue.code.replaceAll('_', '-')}`;
};

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
