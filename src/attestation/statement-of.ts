import type { KnownAnchor } from '../core/index.js';

const statements = new WeakMap<KnownAnchor, string>();

/** Remembers what the log signed about an anchor beside the anchor itself, which has the form that `core` compares. */
export function withStatement(anchor: KnownAnchor, statement: string | null): KnownAnchor {
  if (statement !== null) statements.set(anchor, statement);
  return anchor;
}

/** The log's signed note about an anchor that was read from the database; undefined for any other. */
export const statementOf = (anchor: KnownAnchor): string | undefined => statements.get(anchor);
