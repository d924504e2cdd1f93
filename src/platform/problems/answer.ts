import type { Result } from '../../core/index.js';
import type { ProblemCode } from './codes.js';
import { problem } from './problem.js';

/** At the door: the value, or the refusal as a problem with its pointer. */
export function answerOrProblem<T>(result: Result<T, ProblemCode>): T {
  if (result.ok) return result.value;
  const { code, detail, pointer } = result;
  throw problem(code, {
    ...(detail === undefined ? {} : { detail }),
    ...(pointer === undefined ? {} : { errors: [{ pointer, code, detail: detail ?? code }] }),
  });
}
