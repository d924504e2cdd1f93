import { z } from 'zod';
import { problem } from '../../platform/index.js';

export const pageQuery = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.output<typeof pageQuery>;

export interface Page<Item> {
  items: Item[];
  /** Opaque; `null` after the last page. */
  next: string | null;
}

/** One page of what lies in memory, in the order of its keys. A cursor stays good when items come or go. */
export function pageOf<Item>(all: readonly Item[], keyOf: (item: Item) => string, query: PageQuery): Page<Item> {
  const after = query.after === undefined ? '' : readCursor(query.after);
  const sorted = all.filter((item) => keyOf(item) > after).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const items = sorted.slice(0, query.limit);
  const last = items.at(-1);
  return { items, next: last && sorted.length > items.length ? Buffer.from(keyOf(last)).toString('base64url') : null };
}

function readCursor(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  if (cursor !== '' && bytes.toString('base64url') === cursor) return bytes.toString();
  throw problem('query-invalid', { errors: [{ pointer: '/after', code: 'cursor-unknown', detail: 'No such cursor' }] });
}
