import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import {
  type CryptoPort,
  type EcPublicJwk,
  type Evidence,
  type Report,
  readLicenceFile,
  readTrustBundle,
  recogniseBytes,
  standard,
  verify,
} from '../../src/core/index.js';
import type { BaseName, Overlay, Vector } from './make/vector.js';

/** A vector as read: a file is refused by its reader, all else by a check. */
export type ReadVector = Omit<Vector, 'refusedBy'> & { refusedBy: Vector['refusedBy'] | { reader: string } };
export interface ReadFamily {
  family: string;
  about: string;
  vectors: ReadVector[];
}

/** What is judged: evidence and a moment in milliseconds, or a file, or a trust bundle under the root of the case. */
export type Case = Evidence & {
  at: number;
  file?: string | Uint8Array;
  bundle?: { text: string; seen?: { number: number; trustListNumber?: number } };
};
/** What came of it: a report, or the code with which a file was not read. */
export type Judged = { report: Report } | { refused: string };

const folder = fileURLToPath(new URL('./verification/', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'), unpack);

export const bases: Record<BaseName, Overlay> = read('base.json').cases;
export const families: ReadFamily[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'base.json')
  .sort()
  .map(read);

export const caseOf = ({ on = 'master', input }: Pick<ReadVector, 'on' | 'input'>): Case =>
  [bases.master, on === 'master' ? {} : bases[on], input].reduce(lay, {}) as unknown as Case;

/** Judges a case by the default policy. */
export function judge({ at, file, bundle, ...evidence }: Case, port: CryptoPort): Judged {
  if (bundle !== undefined) {
    const { root } = evidence.trust as { root: EcPublicJwk };
    const read = readTrustBundle(bundle.text, { root, at, seen: bundle.seen }, port);
    return { refused: read.ok ? 'nothing' : read.code };
  }
  if (file === undefined) return { report: verify(evidence, standard, at, port) };
  const brought = recogniseBytes(typeof file === 'string' ? Buffer.from(file) : file);
  if (brought?.kind !== 'json') return { refused: 'not recognised' };
  const opened = readLicenceFile(brought.content);
  return { refused: opened.ok ? 'nothing' : opened.code };
}

/** Lays replacements by JSON pointer over a value; the value given is not changed. */
function lay(value: object, overlay: Overlay): object {
  const whole = structuredClone(value);
  for (const [pointer, item] of Object.entries(overlay)) {
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() as string;
    const owner = steps.reduce(
      (object, step) => (object as Record<string, object>)[step] as object,
      whole as object,
    ) as Record<string, unknown>;
    if (isAbsent(item)) delete owner[last];
    else owner[last] = item;
  }
  return whole;
}

const isAbsent = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, '$absent');

/** The other side of `pack` in make/pack.ts. */
function unpack(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $zlib, $bytes, $repeat } = value as { $zlib?: string; $bytes?: string; $repeat?: [unknown, number] };
  if ($zlib !== undefined) return inflateSync(Buffer.from($zlib, 'base64')).toString();
  if ($bytes !== undefined) return Uint8Array.from(Buffer.from($bytes, 'base64'));
  return $repeat === undefined ? value : Array($repeat[1]).fill($repeat[0]);
}
