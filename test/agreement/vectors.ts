import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckCode, EcPublicJwk, Verdict } from '../../src/core/index.js';
import { root } from '../architecture/sources.js';
import type { Scenario } from './scenarios.js';

/** Recorded evidence, one file a carrier, and `index.json`, which names them. */
export const folder = join(root, 'test/vectors/agreement');

/** A carrier with recorded evidence, and what it must come to. */
export interface Vector {
  /** Below {@link folder}. */
  file: string;
  carrier: Scenario['carrier'];
  what: string;
  verdict: Verdict;
  /** Among the codes of its checks. */
  code: CheckCode;
}

/** The carriers, and the root that who judges them pins. */
export function readVectors(): { root: EcPublicJwk; vectors: (Vector & { path: string })[] } {
  const { root: pinned, vectors } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return { root: pinned, vectors: vectors.map((vector: Vector) => ({ ...vector, path: join(folder, vector.file) })) };
}
