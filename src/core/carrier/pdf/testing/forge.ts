import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';

/** One object of a file: its value as text, and its stream as it stands there, one character a byte. */
interface Part {
  number: number;
  value: string;
  raw?: string;
}

/** DER of a CMS signature over this digest: the carrier key's, so that only the named rule can refuse a forgery. */
export type SignDigest = (digest: Uint8Array) => Promise<Uint8Array>;

/** Where the bytes between, before and behind the objects can be forged. */
export interface Seams {
  before?: { [number: number]: string };
  beforeXref?: string;
  header?: string;
  /** The lines of the table, the first for object 0. */
  table?: (lines: string[]) => string[];
  trailer?: (trailer: string) => string;
}

/** A file of ours taken apart, to be changed and put together again by somebody who knows how. */
export class Forge {
  constructor(
    public parts: Part[],
    readonly trailer: string,
  ) {}

  static open(file: Uint8Array): Forge {
    const text = Buffer.from(file).toString('latin1');
    const xref = Number(/startxref\n(\d+)\n/.exec(text)![1]);
    const starts = [...text.slice(xref).matchAll(/(\d{10}) 00000 n /g)].map((one) => Number(one[1]));
    const sorted = [...starts].sort((one, other) => one - other);
    const parts = sorted.map((start, index): Part => {
      const whole = text.slice(start, sorted[index + 1] ?? xref);
      const number = starts.indexOf(start) + 1;
      const body = whole.slice(`${number} 0 obj\n`.length, -'\nendobj\n'.length);
      const stream = body.indexOf('\nstream\n');
      if (stream < 0) return { number, value: body };
      return { number, value: body.slice(0, stream), raw: body.slice(stream + 8, -'\nendstream'.length) };
    });
    return new Forge(parts, /trailer\n([\s\S]*)\nstartxref/.exec(text.slice(xref))![1]!);
  }

  /** The one object whose value fits. */
  find(pattern: RegExp): Part {
    const found = this.parts.filter((one) => pattern.test(one.value));
    if (found.length !== 1) throw new Error(`${found.length} objects fit ${pattern}`);
    return found[0]!;
  }

  get catalogue(): Part {
    return this.find(/\/Type \/Catalog/);
  }
  get page(): Part {
    return this.find(/\/Type \/Page\n/);
  }
  get signature(): Part {
    return this.find(/\/Type \/Sig\n/);
  }
  get content(): Part {
    return this.at(Number(/\/Contents (\d+) 0 R/.exec(this.page.value)![1]));
  }
  at(number: number): Part {
    return this.parts.find((one) => one.number === number)!;
  }

  /** Replaces in an object's value; what is not found is a fault of the test. */
  edit(part: Part, from: string | RegExp, to: string | ((found: string) => string)): this {
    const edited = part.value.replace(from, to as string);
    if (edited === part.value) throw new Error(`nothing to edit: ${from}`);
    part.value = edited;
    return this;
  }

  inflated(part: Part): string {
    return inflateSync(Buffer.from(part.raw!, 'latin1')).toString('latin1');
  }

  /** Replaces in what a stream holds once inflated. */
  rewrite(part: Part, change: (text: string) => string): this {
    const before = this.inflated(part);
    const after = change(before);
    if (after === before) throw new Error('nothing rewritten');
    return this.store(part, deflateSync(Buffer.from(after, 'latin1')).toString('latin1'));
  }

  store(part: Part, raw: string): this {
    part.raw = raw;
    part.value = part.value.replace(/\/Length \d+/, `/Length ${raw.length}`);
    return this;
  }

  add(value: string, raw?: string): number {
    const number = Math.max(...this.parts.map((one) => one.number)) + 1;
    this.parts.push(raw === undefined ? { number, value } : { number, value, raw });
    return number;
  }

  /** The file as text, its table right unless a seam says otherwise. */
  build(seams: Seams = {}): string {
    let text = seams.header ?? '%PDF-1.7\n%\xff\xff\xff\xff\n';
    const offsets = new Map<number, number>();
    for (const { number, value, raw } of this.parts) {
      text += seams.before?.[number] ?? '';
      offsets.set(number, text.length);
      text += `${number} 0 obj\n${value}${raw === undefined ? '' : `\nstream\n${raw}\nendstream`}\nendobj\n`;
    }
    text += seams.beforeXref ?? '';
    const size = Math.max(...offsets.keys()) + 1;
    const line = (number: number) =>
      offsets.has(number) ? `${String(offsets.get(number)).padStart(10, '0')} 00000 n ` : '0000000000 00001 f ';
    const lines = Array.from({ length: size }, (_, number) => (number === 0 ? '0000000000 65535 f ' : line(number)));
    const table = (seams.table ?? ((same: string[]) => same))(lines);
    const trailer = this.trailer.replace(/\/Size \d+/, `/Size ${size}`);
    const whole = (seams.trailer ?? ((same: string) => same))(trailer);
    return `${text}xref\n0 ${size}\n${table.join('\n')}\ntrailer\n${whole}\nstartxref\n${text.length}\n%%EOF\n`;
  }
}

/** How a signature may be forged by who has the key. */
export interface Signing {
  /** The ByteRange to be written; it is signed as written. */
  range?: (start: number, end: number, length: number) => string;
  /** Changes the signature before it is put in. */
  cms?: (cms: Buffer) => Buffer;
}

/** Signs a built file anew. */
export async function resign(text: string, sign: SignDigest, { range, cms }: Signing = {}): Promise<Uint8Array> {
  const place = /\/Contents <([0-9a-f]+)>/.exec(text)!;
  const start = place.index + '/Contents '.length;
  const end = start + place[1]!.length + 2;
  const say = range ?? ((from, to, length) => `[0 ${from} ${to} ${length - to}]`);
  const ranged = text.replace(/\/ByteRange \[[^\]]*\] *\n/, (line) => {
    return `${`/ByteRange ${say(start, end, text.length)}`.padEnd(line.length - 1)}\n`;
  });
  if (ranged.length !== text.length) throw new Error('the range does not fit its place');
  const file = Buffer.from(ranged, 'latin1');
  const digest = createHash('sha256').update(file.subarray(0, start)).update(file.subarray(end)).digest();
  const signature = Buffer.from(await sign(digest));
  const forged = (cms ?? ((same: Buffer) => same))(signature);
  file.write(forged.toString('hex').padEnd(place[1]!.length, '0'), start + 1, 'latin1');
  return file;
}
