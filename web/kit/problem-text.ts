import type { Problem } from '../client/index.js';

/**
 * The message key that tells a problem in plain words: by its code where the page (`{page}.problem.{code}`) or the kit
 * has a text, else by its kind and status.
 */
export function problemText(
  problem: Problem,
  page: string,
  has: (key: string) => boolean,
): { key: string; values: Record<string, string> } {
  const values = { status: String(problem.status ?? '') };
  if (problem.kind !== 'answered') return { key: `kit.problem.${problem.kind}`, values };
  // Only a plain code may become part of a message key.
  const code = /^[a-z0-9-]+$/.test(problem.code ?? '') ? problem.code : 'none';
  const own = [`${page}.problem.${code}`, `kit.problem.code.${code}`].find(has);
  return { key: own ?? `kit.problem.${groupOf(problem.status ?? 0)}`, values };
}

function groupOf(status: number): string {
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 429) return 'too-many';
  if (status === 503) return 'overloaded';
  return status >= 500 ? 'broken' : 'refused';
}
