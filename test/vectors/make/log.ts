import { sign as edSign } from 'node:crypto';
import { concatBytes, noteKeyId, toBase64url } from '../../../src/core/index.js';
import { eventEntry } from '../../../src/core/licence/index.js';
import { inclusionProof, leafHash, rootFromLeaves } from '../../../src/core/merkle/index.js';
import type { EdPair } from '../../../src/core/verification/testing/chance.js';
import { contract, logId, origin } from '../../../src/core/verification/testing/world.js';
import { chance, crypto, otherOrigin, otherPair, w } from './scene.js';
import type { Overlay } from './vector.js';

export { contract, logId, origin, otherOrigin, otherPair };

/** The keys of the log, and of another that the list names though no contract anchors it. */
export const logPair = chance.edPair('log');
export const publicOf = ({ publicKey }: EdPair): Buffer =>
  Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export interface Line {
  name?: string;
  pair?: EdPair;
  keyId?: Uint8Array;
  signature?: (text: string, pair: EdPair) => Uint8Array;
}

/** A signature line, ready-made: name, id and bytes as given, those of the log otherwise. */
export function line(text: string, { name = origin, pair = logPair, keyId, signature }: Line = {}): string {
  const id = keyId ?? noteKeyId(name, publicOf(pair), crypto);
  const bytes = (signature ?? ((said, by) => edSign(null, Buffer.from(said), by.privateKey)))(text, pair);
  return `— ${name} ${base64(concatBytes(id, bytes))}\n`;
}

/** A note of the log, whatever its text is. */
export const note = (text: string, ...lines: Line[]): string =>
  `${text}\n${(lines.length === 0 ? [{}] : lines).map((one) => line(text, one)).join('')}`;

/** The tree of the genuine licence: its third of five leaves, and what its receipt says of it. */
export function tree(size = 5, index = 2) {
  const { event, salt } = w.issued;
  const entry = eventEntry(event, salt, crypto);
  const leaves = Array.from({ length: size }, (_, i) => leafHash(i === index ? entry : chance.bytes(32), crypto));
  const proof = inclusionProof(leaves, index, crypto);
  return { event, salt: toBase64url(salt), entry, leaves, proof, root: rootFromLeaves(leaves, crypto) };
}

/** What a crime gets to work with: the genuine receipt and the anchors of its own small log. */
// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
type Loose = any;

/** A receipt of the genuine licence, altered together with the anchors that the chain has. */
export function receipt(change: (receipt: Loose, anchors: Loose[]) => void): Overlay {
  const logged = w.log(w.issued);
  const value = JSON.parse(JSON.stringify(logged.receipt));
  const anchors = JSON.parse(JSON.stringify(logged.anchors));
  change(value, anchors);
  return { '/receipt/value': value, '/anchors/anchors': anchors };
}

/** The same with another checkpoint: `text` makes one of the genuine three lines. */
export const checkpoint = (make: (genuine: string) => string): Overlay =>
  receipt((value) => {
    value.checkpoint = make(value.checkpoint.slice(0, value.checkpoint.lastIndexOf('\n\n') + 1));
  });
