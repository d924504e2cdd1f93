/** A Huffman table: symbols in the order of their codes, and by code length (1 to 16) the first code, the end and the place of the first symbol. */
export interface HuffmanTable {
  symbols: Uint8Array;
  first: number[];
  end: number[];
  place: number[];
}

/** A colour component of a frame. */
export interface JpegComponent {
  id: number;
  across: number;
  down: number;
  quantisation: number;
  dc?: HuffmanTable;
  ac?: HuffmanTable;
}

/** What the segments before the scan say. */
export interface JpegFrame {
  width: number;
  height: number;
  components: JpegComponent[];
}

/** Reads the tables of a DQT segment into `known`; false where a table is not 8 bits deep, stands twice or holds a zero. */
export function readQuantisation(body: Uint8Array, known: Set<number>): boolean {
  if (body.length === 0 || body.length % 65 !== 0) return false;
  for (let at = 0; at < body.length; at += 65) {
    const id = body[at]!;
    if (id > 3 || known.has(id) || body.subarray(at + 1, at + 65).includes(0)) return false;
    known.add(id);
  }
  return true;
}

/** Reads the tables of a DHT segment into `known` by class and id; false where one is no table of a baseline JPEG. */
export function readHuffman(body: Uint8Array, known: Map<number, HuffmanTable>): boolean {
  let at = 0;
  while (at + 17 <= body.length) {
    const id = body[at]!;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = body.subarray(at + 17, at + 17 + total);
    const table = symbols.length === total ? huffman(counts, symbols, id >> 4 === 0) : undefined;
    if (table === undefined || (id & 0xee) !== 0 || known.has(id)) return false;
    known.set(id, table);
    at += 17 + total;
  }
  return at > 0 && at === body.length;
}

function huffman(counts: Uint8Array, symbols: Uint8Array, dc: boolean): HuffmanTable | undefined {
  const table: HuffmanTable = { symbols, first: [0], end: [0], place: [0] };
  let [code, place] = [0, 0];
  for (const [index, count] of counts.entries()) {
    table.first.push(code);
    table.place.push(place);
    code += count;
    place += count;
    table.end.push(code);
    // The code of ones alone is never given.
    if (code >= 2 ** (index + 1)) return undefined;
    code *= 2;
  }
  const meant = (symbol: number): boolean =>
    dc ? symbol < 12 : symbol === 0x00 || symbol === 0xf0 || ((symbol & 15) > 0 && (symbol & 15) < 11);
  return symbols.length > 0 && new Set(symbols).size === symbols.length && symbols.every(meant) ? table : undefined;
}

/** Reads an SOF0 segment, else `undefined`: 8 bits, one component or three, each sampled once or twice. */
export function readFrame(body: Uint8Array): JpegFrame | undefined {
  const count = body[5];
  if (body[0] !== 8 || (count !== 1 && count !== 3) || body.length !== 6 + 3 * count) return undefined;
  const components = Array.from({ length: count }, (_, n): JpegComponent => {
    const [id, sampling, quantisation] = body.subarray(6 + 3 * n) as unknown as [number, number, number];
    return { id, across: sampling >> 4, down: sampling & 15, quantisation };
  });
  const sampled = (times: number): boolean => times === 1 || times === 2;
  const sound = components.every(({ across, down }) => sampled(across) && sampled(down));
  if (!sound || new Set(components.map((one) => one.id)).size !== count) return undefined;
  return { height: body[1]! * 256 + body[2]!, width: body[3]! * 256 + body[4]!, components };
}
