import { generateKeyPairSync, sign } from 'node:crypto';
import { type CosignerKey, cosign, formatCosignerKey, parseCosignerKey } from '../../checkpoint/index.js';
import { canonicalJson } from '../../json/index.js';
import type { ListedWitness } from '../../trust/index.js';
import type { KnownAnchor } from '../evidence.js';
import { crypto, origin, type World } from './world.js';

/** A witness of the small genuine world. */
export interface TestWitness {
  key: CosignerKey;
  listed: ListedWitness;
  /** The note with this witness's line under it; `time` in milliseconds. */
  cosign(note: string, time: number): string;
}

export function newWitness(name: string, pair = generateKeyPairSync('ed25519')): TestWitness {
  const { privateKey, publicKey } = pair;
  const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const noteKey = formatCosignerKey(name, bytes, crypto);
  const key = parseCosignerKey(noteKey, crypto) as CosignerKey;
  return {
    key,
    listed: { name, noteKey, from: '2026-01-01T00:00:00Z' },
    cosign: (note, time) => {
      const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
      return note + cosign(text, Math.floor(time / 1000), key, (data) => sign(null, data, privateKey));
    },
  };
}

/** What the log of the world says of an anchor. */
export function statementOf(world: World, anchor: KnownAnchor): string {
  return world.note(`${origin}/anchor\n${canonicalJson({ ...anchor })}\n`);
}
