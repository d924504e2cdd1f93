import type { Problem } from '../client/index.js';

/** The message key that tells a problem in plain words: by its code where we have a text, else by its kind and status. */
export function problemText(
  problem: Problem,
  has: (key: string) => boolean,
): { key: string; values: Record<string, string> } {
  const values = { status: String(problem.status ?? '') };
  if (problem.kind !== 'answered') return { key: `kit.problem.${problem.kind}`, values };
  const own = `kit.problem.code.${problem.code}`;
  if (problem.code && /^[a-z0-9-]+$/.test(problem.code) && has(own)) return { key: own, values };
  return { key: `kit.problem.${groupOf(problem.status ?? 0)}`, values };
}

function groupOf(status: number): string {
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 429) return 'too-many';
  if (status === 503) return 'overloaded';
  return status >= 500 ? 'broken' : 'refused';
}
