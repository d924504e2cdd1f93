import type { Pool } from 'pg';
import { findTiles, readCheckpoint, readEntries } from '../log.store.js';
import { parseTileIndex, parseTileLevel, widthInTree } from '../tiles.js';

/**
 * The bytes of `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles), given what follows `tile/`.
 * `undefined` for what the published tree does not have, and for any other spelling.
 */
export async function answerTile(pool: Pool, path: string): Promise<Buffer | undefined> {
  const slash = path.indexOf('/');
  const kind = path.slice(0, slash);
  const tile = parseTileIndex(path.slice(slash + 1));
  if (!tile) return undefined;
  const level = kind === 'entries' ? 0 : parseTileLevel(kind);
  if (level === undefined) return undefined;
  if (kind === 'entries') {
    // Leaves stand in their table before the tree holds them: only what is signed is shown.
    const size = (await readCheckpoint(pool))?.size ?? 0;
    if (widthInTree(size, 0, tile.index) < tile.width) return undefined;
    const from = tile.index * 256;
    return (await readEntries(pool, from, from + tile.width)).bundle;
  }
  const [hashes] = await findTiles(pool, [{ level, ...tile }]);
  return hashes;
}
