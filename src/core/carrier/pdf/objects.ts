import type { CryptoPort } from '../../crypto/index.js';
import type { PdfFile, PdfObject } from './file.js';
import { demand, notOurs, pdfLimits } from './form.js';
import { match, type Pattern, refOf } from './match.js';
import type { PdfValue } from './syntax.js';

/** The objects of a file, each taken once for the one thing that it is: what was never taken would be hidden. */
export class Objects {
  readonly #left: Map<number, PdfObject>;
  #inflated = 0;

  constructor(
    readonly file: PdfFile,
    readonly crypto: Pick<CryptoPort, 'inflate' | 'sha256'>,
  ) {
    this.#left = new Map(file.objects);
  }

  /** The value of an object without a stream. */
  take(ref: number, pattern: Pattern): PdfValue {
    const { value, stream } = this.#object(ref);
    demand(stream === undefined, 'stream');
    match(value, pattern);
    return value;
  }

  /** The bytes of a stream, which the maker deflated, of at most `most` bytes. */
  inflate(ref: number, entries: { readonly [entry: string]: Pattern }, most: number): Uint8Array {
    const stream = this.raw(ref, { ...entries, Filter: '/FlateDecode' });
    const room = Math.min(most, pdfLimits.inflated - this.#inflated);
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.from(this.crypto.inflate(stream, room));
    } catch {
      // The port tells not whether it met garbage or the bound.
      return notOurs('stream');
    }
    this.#inflated += bytes.length;
    return bytes;
  }

  /** The bytes of a stream as they stand. */
  raw(ref: number, entries: { readonly [entry: string]: Pattern }): Uint8Array {
    const { value, stream } = this.#object(ref);
    demand(stream !== undefined, 'stream');
    match(value, { ...entries, Length: stream.length });
    return stream;
  }

  /** After all was taken: an empty dictionary, of which pdfkit leaves one, hides nothing; anything else is refused. */
  finish(): void {
    for (const { value, stream } of this.#left.values()) {
      demand(stream === undefined && value instanceof Map && value.size === 0, 'object-not-referenced');
    }
    demand(this.#left.size <= 1, 'object-not-referenced');
  }

  #object(ref: number): PdfObject {
    const object = this.#left.get(ref);
    demand(this.file.objects.has(ref), 'object-missing');
    demand(object, 'object-used-twice');
    this.#left.delete(ref);
    return object;
  }
}

/** A taker that keeps the number of the object referred to. */
export function keepRef(keep: (ref: number) => void): Pattern {
  return (value, entry) => keep(refOf(value, entry));
}

/** A taker of a reference to one known object. */
export function sameRef(ref: number): Pattern {
  return (value) => typeof value === 'object' && 'ref' in value && value.ref === ref;
}
