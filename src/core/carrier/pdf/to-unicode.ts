import { demand, notOurs } from './form.js';
import { binary, Syntax } from './syntax.js';

const before = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <<
  /Registry (Adobe)
  /Ordering (UCS)
  /Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><ffff>
endcodespacerange
`;
const after = `endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;

// What has no look of its own, turns the direction of reading or is nobody's character: a page never shows these.
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Me}\p{Mn}\u115f\u1160\u3164\uffa0]/u;

/** What each glyph of a font means, in the order of the glyphs: one text for each, and never one that can't be seen. */
export function readToUnicode(bytes: Uint8Array): (string | undefined)[] {
  const reader = new Syntax(binary(bytes));
  demand(reader.source.startsWith(before), 'font-map');
  reader.at = before.length;
  const ranges = Number(reader.take(/([1-9][0-9]{0,2}) beginbfrange\n/y)?.[1] ?? notOurs('font-map'));
  const meanings: (string | undefined)[] = [];
  for (let range = 0; range < ranges; range++) {
    const found = reader.take(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[/y) ?? notOurs('font-map');
    demand(Number.parseInt(found[1] as string, 16) === meanings.length, 'font-map');
    const last = Number.parseInt(found[2] as string, 16);
    for (let entry = reader.take(glyph); entry; entry = reader.take(glyph)) {
      meanings.push(meaningOf(entry[1] as string));
      if (!reader.take(/ (?=<)/y)) break;
    }
    demand(meanings.length === last + 1 && reader.take(/\]\n/y), 'font-map');
  }
  demand(reader.source.slice(reader.at).trimEnd() === after, 'font-map');
  return meanings;
}

const glyph = /<((?:[0-9a-f]{4}(?: [0-9a-f]{4}){0,15})?)>/y;

function meaningOf(units: string): string | undefined {
  if (units === '') return undefined;
  const text = String.fromCharCode(...units.split(' ').map((unit) => Number.parseInt(unit, 16)));
  return unseen.test(text) ? undefined : text;
}
