/** Hashes in a full tile (C2SP tlog-tiles): one tile level spans eight levels of the tree. */
export const tileWidth = 256;
export const tileHeight = 8;

export interface TileAddress {
  level: number;
  index: number;
  /** 1 to 256; a full tile has 256. */
  width: number;
}

const maxIndex = Number.MAX_SAFE_INTEGER;

/** The tiles at the right edge of a tree of `size` leaves that are not full, lowest level first. */
export function partialTiles(size: number): TileAddress[] {
  const tiles: TileAddress[] = [];
  for (let level = 0, rest = size; rest > 0; level++, rest = Math.floor(rest / tileWidth)) {
    const width = rest % tileWidth;
    if (width > 0) tiles.push({ level, index: Math.floor(rest / tileWidth), width });
  }
  return tiles;
}

/** How many hashes of a tile a tree of `size` leaves has: 0 when it has none of them. */
export function widthInTree(size: number, level: number, index: number): number {
  let rest = size;
  for (let at = 0; at < level && rest > 0; at++) rest = Math.floor(rest / tileWidth);
  return Math.max(0, Math.min(tileWidth, rest - index * tileWidth));
}

/** Writes an index as tlog-tiles does: 1234067 is `x001/x234/067`. */
export function formatTileIndex(index: number): string {
  const groups = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .match(/\d{3}/g) as string[];
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** Reads `N[.p/W]` in its one canonical spelling; `undefined` for any other. */
export function parseTileIndex(path: string): { index: number; width: number } | undefined {
  const match = /^((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!match?.[1]) return undefined;
  const index = Number(match[1].replaceAll(/[x/]/g, ''));
  const width = match[2] === undefined ? tileWidth : Number(match[2]);
  if (index > maxIndex / tileWidth || (match[2] !== undefined && width >= tileWidth)) return undefined;
  return formatTileIndex(index) === match[1] ? { index, width } : undefined;
}

/** Reads a tile's level, 0 to 5 (beyond any size of 48 bits); `undefined` for another spelling. */
export function parseTileLevel(text: string): number | undefined {
  return /^[0-5]$/.test(text) ? Number(text) : undefined;
}

/** Splits an entry bundle: each entry after its length in two bytes, big-endian. Throws on a cut bundle. */
export function readBundle(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) throw new Error('an entry bundle is cut short');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
