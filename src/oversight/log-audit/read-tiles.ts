import { bundleLength, readEntryBundle } from './entry-bundle.js';
import type { Source } from './http-source.js';
import { type Lie, lie } from './lie.js';
import { tilePath } from './tile-path.js';

const full = 256;

/** Which piece of the log: `entries`, or the level of a tile. */
export interface Piece {
  kind: 'entries' | number;
  index: number;
  /** 1 to 256: as the audited tree has it */
  width: number;
}

const malformed = (piece: Piece, path: string, bytes: Buffer, fault: string): Lie =>
  lie(piece.kind === 'entries' ? 'entries-malformed' : 'tile-malformed', `${path} ${fault}`, {
    path,
    bytes: bytes.toString('base64'),
  });

/**
 * Reads a piece of exactly its width. A log may give the full one in place of a partial one that it outgrew; it may not give
 * none of both, nor a byte too many.
 */
export async function readPiece(source: Source, piece: Piece): Promise<Buffer | Lie> {
  const lengthOf = (width: number) => (piece.kind === 'entries' ? bundleLength(width) : width * 32);
  for (const width of new Set([piece.width, full])) {
    const path = tilePath({ ...piece, width });
    const bytes = await source.read(path, lengthOf(width));
    if (bytes === undefined) continue;
    if (bytes.length < lengthOf(width)) return malformed(piece, path, bytes, 'is cut short');
    if (bytes.length > lengthOf(width)) return malformed(piece, path, bytes, 'goes on after its last hash or entry');
    return bytes.subarray(0, lengthOf(piece.width));
  }
  const path = tilePath(piece);
  return lie('log-withheld', `${path} is part of the tree that the log signed, and the log does not give it`, { path });
}

/** Reads the entries of a bundle. */
export async function readEntries(source: Source, index: number, width: number): Promise<Buffer[] | Lie> {
  const piece: Piece = { kind: 'entries', index, width };
  const bytes = await readPiece(source, piece);
  if (!Buffer.isBuffer(bytes)) return bytes;
  const entries = readEntryBundle(bytes, width);
  return typeof entries === 'string' ? malformed(piece, tilePath(piece), bytes, entries) : entries;
}
