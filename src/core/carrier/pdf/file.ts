import { demand, notOurs, pdfLimits } from './form.js';
import { match, type Pattern } from './match.js';
import { binary, type PdfDict, type PdfValue, Syntax } from './syntax.js';

/** An object of the file, with the bytes of its stream where it has one, as they stand there. */
export interface PdfObject {
  readonly value: PdfValue;
  readonly stream?: Uint8Array;
}

/** A file whose every byte was accounted for; what its objects say was not looked at. */
export interface PdfFile {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly objects: ReadonlyMap<number, PdfObject>;
  readonly root: number;
  readonly info: number;
}

const header = '%PDF-1.7\n%\xff\xff\xff\xff\n';
const end = /startxref\n([1-9][0-9]{0,9})\n%%EOF\n$/;

/**
 * Reads one revision: a header, objects one upon another without a byte between, one table that tells where each really
 * stands, one trailer, the end.
 * @throws NotOurForm
 */
export function readFile(bytes: Uint8Array): PdfFile {
  demand(bytes.length <= pdfLimits.bytes, 'too-large');
  const source = binary(bytes);
  demand(source.startsWith(header), 'header');
  const first = source.indexOf('startxref');
  demand(first === source.lastIndexOf('startxref'), 'second-revision');
  demand(source.indexOf('%%EOF') === source.lastIndexOf('%%EOF'), 'second-revision');
  const tail = end.exec(source.slice(-40));
  demand(tail, 'end-of-file');
  const xref = Number(tail[1]);
  demand(xref < source.length && source.startsWith('xref\n', xref), 'xref');

  const { offsets, at } = readTable(source, xref);
  const reader = new Syntax(source, at);
  reader.expect('trailer\n');
  const trailer = reader.value();
  reader.expect(`\n${tail[0]}`);
  demand(reader.at === source.length, 'trailer');
  let [root, info] = [0, 0];
  const id: Pattern = (value) => typeof value === 'object' && 'hex' in value && value.hex.length === 32;
  const keep = (take: (number: number) => void) => (value: PdfValue) => {
    if (typeof value !== 'object' || !('ref' in value)) return false;
    take(value.ref);
  };
  match(trailer, {
    Size: offsets.length + 1,
    Root: keep((number) => (root = number)),
    Info: keep((number) => (info = number)),
    ID: [id, id],
  });
  return { bytes, source, objects: readObjects(bytes, source, offsets, xref), root, info };
}

/** Where each object stands, by its number less one. */
function readTable(source: string, xref: number): { offsets: number[]; at: number } {
  const reader = new Syntax(source, xref);
  const size = Number(reader.take(/xref\n0 ([1-9][0-9]{0,5})\n/y)?.[1] ?? notOurs('xref'));
  demand(size <= pdfLimits.objects, 'too-many-objects');
  demand(reader.take(/0000000000 65535 f \n/y), 'xref');
  const offsets: number[] = [];
  for (let number = 1; number < size; number++) {
    offsets.push(Number(reader.take(/([0-9]{10}) 00000 n \n/y)?.[1] ?? notOurs('xref')));
  }
  return { offsets, at: reader.at };
}

function readObjects(bytes: Uint8Array, source: string, offsets: number[], xref: number): Map<number, PdfObject> {
  const inOrder = offsets.map((offset, index) => ({ offset, number: index + 1 }));
  inOrder.sort((one, other) => one.offset - other.offset);
  const objects = new Map<number, PdfObject>();
  let at = header.length;
  for (const { offset, number } of inOrder) {
    demand(offset === at, offset < at ? 'objects-overlap' : 'gap-between-objects');
    const reader = new Syntax(source, at);
    demand(source.startsWith(`${number} 0 obj\n`, at), 'xref');
    reader.at += `${number} 0 obj\n`.length;
    const value = reader.value();
    const stream = reader.take(/\nstream\n/y) && readStream(reader, bytes, value);
    reader.expect('\nendobj\n');
    at = reader.at;
    objects.set(number, stream ? { value, stream } : { value });
  }
  demand(at === xref, 'gap-between-objects');
  return objects;
}

function readStream(reader: Syntax, bytes: Uint8Array, value: PdfValue): Uint8Array {
  demand(value instanceof Map, 'stream');
  const length = (value as PdfDict).get('Length');
  demand(typeof length === 'number' && Number.isInteger(length) && length > 0, 'stream', 'Length');
  demand(reader.at + length < bytes.length, 'stream', 'Length');
  const stream = bytes.subarray(reader.at, reader.at + length);
  reader.at += length;
  demand(reader.take(/\nendstream/y), 'stream', 'Length');
  return stream;
}
