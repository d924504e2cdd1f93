import type { Pool } from 'pg';
import type { Receipt } from '../core/index.js';
import { listAnchors } from './http/anchors.js';

/**
 * The log's statements about the anchors that a receipt names and about the one before them, which bounds the event's time;
 * each with the lines of its witnesses. Empty while there is no anchor.
 */
export async function statementsAbout(pool: Pool, receipt: Pick<Receipt, 'anchor' | 'previousAnchor' | 'checkpoint'>) {
  const { anchor, previousAnchor, checkpoint } = receipt;
  const origin = checkpoint.slice(0, checkpoint.indexOf('\n'));
  const sizes = anchor === null ? [] : [anchor.treeSize, previousAnchor?.treeSize ?? 0];
  const statements: string[] = [];
  for (let size = sizes.shift(); size !== undefined; size = sizes.shift()) {
    if (size < 1) continue;
    const { items } = await listAnchors(pool, { after: String(size - 1), limit: 1, origin });
    const [item] = items;
    if (item?.treeSize !== size) continue;
    statements.push(item.statement);
    if (sizes.length === 0 && statements.length === 2) sizes.push(item.previousTreeSize);
  }
  return statements;
}
