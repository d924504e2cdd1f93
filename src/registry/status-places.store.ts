import type { Pool } from 'pg';

/** Draws the number of a block of places; never the same one twice, whatever rolls back. */
export async function drawStatusBlock(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ block: string }>({
    name: 'registry-status-block',
    text: "select nextval('status_index_block') as block",
  });
  return Number(rows[0]?.block);
}
