import { z } from 'zod';
import { problem } from '../problems/problem.js';

/** `?after=&limit=`: an opaque cursor and at most 200 items. */
export const PageQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.output<typeof PageQuery>;

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** Makes a page of one row more than asked for: the row too many says that there is a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  id: (row: Row) => string,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(item), next: last === undefined ? null : Buffer.from(id(last)).toString('base64url') };
}

/** The UUID that a cursor of ours holds; a cursor of another kind is a fault of the query. */
export function cursorId(after: string | undefined): string | null {
  if (after === undefined) return null;
  const id = Buffer.from(after, 'base64url').toString('latin1');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw problem('query-invalid', {
    errors: [{ pointer: '/after', code: 'cursor-invalid', detail: 'This cursor is not one of ours' }],
  });
}
