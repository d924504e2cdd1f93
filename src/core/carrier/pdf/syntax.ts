import { demand, notOurs, pdfLimits } from './form.js';

/** A value of PDF as our maker spells it. Text and hexadecimal stay as they stand in the file, one character a byte. */
export type PdfValue =
  | number
  | boolean
  | { readonly name: string }
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly ref: number }
  | readonly PdfValue[]
  | PdfDict;
export type PdfDict = ReadonlyMap<string, PdfValue>;

/** Bytes as a text of one character each, so that patterns can be held against them. */
export function binary(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

const space = /[ \n]*/y;
const reference = /([1-9][0-9]{0,4}) 0 R(?![A-Za-z0-9])/y;
const number = /-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,20})?(?![0-9.A-Za-z])/y;
const name = /\/([A-Za-z0-9+._#-]{1,64})(?![A-Za-z0-9+._#-])/y;
const hexadecimal = /<([0-9a-f]*)>/y;
const truth = /(true|false)(?![A-Za-z])/y;

/**
 * Reads values in the one spelling that the maker has: blanks and line feeds alone between them, no comment, no octal
 * escape, no null, no nested parentheses.
 */
export class Syntax {
  constructor(
    readonly source: string,
    public at = 0,
  ) {}

  /** What a sticky pattern finds here, which is then passed; `undefined` where it finds nothing. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  expect(text: string): void {
    demand(this.source.startsWith(text, this.at), 'syntax');
    this.at += text.length;
  }

  value(depth = 0): PdfValue {
    demand(depth <= pdfLimits.depth, 'too-deep');
    this.take(space);
    switch (this.source[this.at]) {
      case '/':
        return { name: this.#must(name)[1] as string };
      case '(':
        return { text: this.#text() };
      case '[':
        return this.#array(depth);
      case '<':
        if (this.source[this.at + 1] === '<') return this.#dict(depth);
        return { hex: this.#hex() };
      case 't':
      case 'f':
        return this.#must(truth)[1] === 'true';
      default: {
        const found = this.take(reference);
        return found ? { ref: Number(found[1]) } : Number(this.#must(number)[0]);
      }
    }
  }

  #must(pattern: RegExp): RegExpExecArray {
    return this.take(pattern) ?? notOurs('syntax');
  }

  #hex(): string {
    const digits = this.#must(hexadecimal)[1] as string;
    demand(digits.length % 2 === 0, 'syntax');
    return digits;
  }

  #array(depth: number): PdfValue[] {
    const items: PdfValue[] = [];
    this.at += 1;
    for (this.take(space); this.source[this.at] !== ']'; this.take(space)) items.push(this.value(depth + 1));
    this.at += 1;
    return items;
  }

  #dict(depth: number): PdfDict {
    const entries = new Map<string, PdfValue>();
    this.at += 2;
    for (this.take(space); this.source[this.at] !== '>'; this.take(space)) {
      const key = this.#must(name)[1] as string;
      demand(!entries.has(key), 'entry-twice', key);
      demand(/[ \n]/.test(this.source[this.at] ?? ''), 'syntax');
      entries.set(key, this.value(depth + 1));
    }
    this.expect('>>');
    return entries;
  }

  #text(): string {
    const parts: string[] = [];
    let from = ++this.at;
    for (;;) {
      const char = this.source[this.at];
      demand(char !== undefined && !'(\n\r\t\b\f'.includes(char), 'syntax');
      if (char === ')') break;
      if (char === '\\') {
        const escaped = escapes[this.source[this.at + 1] ?? ''] ?? notOurs('syntax');
        parts.push(this.source.slice(from, this.at), escaped);
        from = this.at + 2;
        this.at += 1;
      }
      this.at += 1;
    }
    parts.push(this.source.slice(from, this.at));
    this.at += 1;
    return parts.join('');
  }
}

const escapes: { [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '\\': '\\',
  '(': '(',
  ')': ')',
};

/** A text string: ASCII, or UTF-16 behind its mark; `undefined` for another form. */
export function textOf(value: PdfValue | undefined): string | undefined {
  if (typeof value !== 'object' || !('text' in value)) return undefined;
  const { text } = value;
  if (!text.startsWith('\xfe\xff')) return /^[\x20-\x7e]*$/.test(text) ? text : undefined;
  if (text.length % 2 !== 0) return undefined;
  const units: string[] = [];
  for (let at = 2; at < text.length; at += 2) {
    units.push(String.fromCharCode((text.charCodeAt(at) << 8) | text.charCodeAt(at + 1)));
  }
  const joined = units.join('');
  return /\p{Cs}/u.test(joined) ? undefined : joined;
}
