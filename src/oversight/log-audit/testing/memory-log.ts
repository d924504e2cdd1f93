import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  formatCheckpoint,
  formatNoteKey,
  leafHash,
  type NoteKey,
  parseNoteKey,
  signNote,
} from '../../../core/index.js';
import { nodeCrypto } from '../../../platform/index.js';
import type { Source } from '../http-source.js';
import { tilePath } from '../tile-path.js';
import { TreeReplay } from '../tree-replay.js';

/** What a log serves, by address; a test changes it as it likes. */
export interface MemoryLog extends Source {
  pieces: Map<string, Buffer>;
  key: NoteKey;
  root: Uint8Array;
  /** Signs a text by the log's key. */
  sign(text: string): string;
}

export const origin = 'log.example/memory';

/** Entries that are the same in every run. */
export const entriesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => createHash('sha256').update(`entry ${index}`).digest());

/** An honest log of these entries, without anchors. */
export function memoryLog(entries: readonly Buffer[]): MemoryLog {
  const pair = generateKeyPairSync('ed25519');
  const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const key = parseNoteKey(formatNoteKey(origin, raw, nodeCrypto), nodeCrypto) as NoteKey;
  const signText = (text: string) => signNote(text, key, (data) => sign(null, data, pair.privateKey));
  const pieces = new Map<string, Buffer>();
  const tree = new TreeReplay(new Set(), nodeCrypto);
  const tiles = tree.add(entries.map((entry) => leafHash(entry, nodeCrypto))).concat(tree.edge());
  for (const { level, index, width, hashes } of tiles) pieces.set(tilePath({ kind: level, index, width }), hashes);
  for (let from = 0; from < entries.length; from += 256) {
    const part = entries.slice(from, from + 256);
    const path = tilePath({ kind: 'entries', index: from / 256, width: part.length });
    pieces.set(path, Buffer.concat(part.flatMap((entry) => [Buffer.from([0, entry.length]), entry])));
  }
  const root = tree.root();
  const checkpoint = signText(formatCheckpoint({ origin, size: entries.length, root }));
  pieces.set('/log/checkpoint', Buffer.from(checkpoint));
  pieces.set('/log/anchors?after=0', Buffer.from('{"items":[],"next":null}'));
  return {
    pieces,
    key,
    root,
    sign: signText,
    read: async (path, most) => pieces.get(path)?.subarray(0, most + 1),
  };
}
