import { type ProblemCode, problem } from '../../platform/index.js';
import type { Outcome } from '../refusal.js';

/** At the door: the value, or the refusal as a problem with every field that it names. */
export function answer<T, C extends ProblemCode>(outcome: Outcome<T, C>): T {
  if (outcome.ok) return outcome.value;
  const { code, detail, errors } = outcome;
  const comesBack = code === 'dependency-unavailable' || code === 'backlog-full';
  throw problem(code, { detail, errors, retryAfterSeconds: comesBack ? 60 : undefined });
}

/** What is missing, foreign or malformed is answered alike. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw problem('not-found');
  return value;
}
