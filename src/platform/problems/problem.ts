import { type ProblemCode, problems } from './codes.js';

/** One fault of one field: a JSON Pointer (RFC 6901) into the body, a code, a sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemOptions {
  detail?: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** Thrown at the door only (controllers, guards, pipes); rooms return refusals. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? problems[code][1], { cause: options.cause });
  }
}

export const problem = (code: ProblemCode, options?: ProblemOptions): ProblemError => new ProblemError(code, options);

/** RFC 9457 document of a problem. `type` is a reference into our documentation. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  errors?: FieldError[];
}

export function problemDocument(code: ProblemCode, options: ProblemOptions = {}): ProblemDocument {
  const [status, title] = problems[code];
  return {
    type: `/docs/problems#${code}`,
    title,
    status,
    code,
    detail: options.detail ?? title,
    ...(options.errors?.length ? { errors: options.errors.slice(0, 100) } : {}),
  };
}
