import type { Pool } from 'pg';
import { z } from 'zod';
import { readFinalAnchors } from '../anchor.store.js';
import { readCosignatures } from '../cosignature.store.js';
import { listFormerAnchors } from '../former-anchor.store.js';
import { knownAnchor } from '../known-anchor.js';
import { readNotes } from '../log.store.js';
import { logIdOf } from '../log-id.js';

export const AnchorsQuery = z.strictObject({
  /** A tree size: anchors of larger trees follow. */
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  /** The origin of a log that this one succeeds; without it, or with its own, this log's. */
  origin: z.string().min(1).max(128).optional(),
});
export type AnchorsQuery = z.output<typeof AnchorsQuery>;

const KnownAnchorSchema = z.object({
  chainId: z.number().int(),
  contract: z.string(),
  logId: z.string(),
  treeSize: z.number().int(),
  transactionHash: z.string(),
  blockNumber: z.number().int(),
  blockTime: z.string(),
  root: z.string(),
  previousTreeSize: z.number().int(),
  checkpoint: z.string(),
  statement: z.string(),
});

export const AnchorList = z
  .object({ items: z.array(KnownAnchorSchema), next: z.string().nullable() })
  .meta({ id: 'AnchorList' });
export type AnchorList = z.output<typeof AnchorList>;

/**
 * Final anchors, oldest first. Each carries the signed `checkpoint` and the log's own `statement`: a signed note of two
 * lines, `<origin>/anchor` and the fields of the anchor as canonical JSON; `previousTreeSize` links it to the one before. Lines of witnesses
 * that have signed the statement stand under it.
 */
export async function listAnchors(pool: Pool, query: AnchorsQuery): Promise<AnchorList> {
  const asked = query.origin === undefined ? undefined : logIdOf(query.origin);
  const former = asked === undefined ? undefined : await formerList(pool, asked, query);
  if (former) return former;
  const own = await readFinalAnchors(pool, Number(query.after ?? 0), query.limit + 1);
  // Of a log that is neither this one nor one before it there is nothing to tell.
  const rows = own.filter(({ logId }) => asked === undefined || logId === asked);
  const shown = rows.slice(0, query.limit);
  const sizes = shown.map(({ treeSize }) => treeSize);
  const [notes, lines] = await Promise.all([readNotes(pool, sizes), readCosignatures(pool, 'anchor', sizes)]);
  const items = shown.map((row) => {
    const checkpoint = notes.get(row.treeSize);
    if (checkpoint === undefined || row.statement === null) {
      throw new Error(`the anchor of size ${row.treeSize} lacks what the log signed`);
    }
    return { ...knownAnchor(row), checkpoint, statement: row.statement + (lines.get(row.treeSize) ?? '') };
  });
  return { items, next: rows.length > query.limit ? String(items.at(-1)?.treeSize) : null };
}

/** Those of a log that this one succeeds; undefined when it succeeds none of this id. */
async function formerList(pool: Pool, logId: string, query: AnchorsQuery): Promise<AnchorList | undefined> {
  const rows = await listFormerAnchors(pool, logId, Number(query.after ?? 0), query.limit + 1);
  if (rows.length === 0 && (await listFormerAnchors(pool, logId, 0, 1)).length === 0) return undefined;
  const items = rows
    .slice(0, query.limit)
    .map(({ anchor, note, statement }) => ({ ...anchor, checkpoint: note, statement }));
  return { items, next: rows.length > query.limit ? String(items.at(-1)?.treeSize) : null };
}
