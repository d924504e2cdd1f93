import { formatTileIndex } from '../../attestation/index.js';

/** The address of a tile or of a bundle of entries below the registry's (C2SP tlog-tiles). */
export function tilePath({ kind, index, width }: { kind: 'entries' | number; index: number; width: number }): string {
  return `/log/tile/${kind}/${formatTileIndex(index)}${width === 256 ? '' : `.p/${width}`}`;
}
