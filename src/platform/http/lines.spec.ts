import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { linesOf } from './lines.js';

const limits = { line: 8, total: 64 };
async function read(chunks: readonly string[], change = {}) {
  const found: string[] = [];
  const stream = Readable.from(chunks.map((text) => Buffer.from(text)));
  for await (const line of linesOf(stream, { ...limits, ...change })) {
    found.push('bytes' in line ? line.bytes.toString() : `!${line.refused}`);
  }
  return found;
}

describe(linesOf.name, () => {
  it.each<[string, string[], string[]]>([
    ['whole lines', ['a\nb\n'], ['a', 'b']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['lines cut anywhere', ['a', 'b\nc', '\n', 'd'], ['ab', 'c', 'd']],
    ['blank lines, passed over', ['\n\r\n  \na\r\n'], ['a\r']],
    ['a line of the very limit', ['12345678\n'], ['12345678']],
    ['one that is too long, alone', ['a\n123456', '789', '0\nb\n'], ['a', '!line-too-long', 'b']],
    ['one that is too long at the end', ['123456789'], ['!line-too-long']],
    ['nothing', [], []],
  ])('gives %s', async (_what, chunks, lines) => {
    expect(await read(chunks)).toEqual(lines);
  });

  it('ends after the bytes that it may read', async () => {
    expect(await read(['a\nb\n', 'c\n'.repeat(40)])).toEqual(['a', 'b', '!total']);
  });

  it('reads no faster than it is asked, and ends its source when it is left', async () => {
    let given = 0;
    let ended = false;
    const source = async function* () {
      try {
        for (; given < 10_000; given++) yield Buffer.from('a\n');
      } finally {
        ended = true;
      }
    };
    const lines = linesOf(source(), { line: 8, total: 1_000_000 });
    await lines.next();
    await lines.next();
    expect(given).toBeLessThan(3);
    await lines.return();
    expect(ended).toBe(true);
  });
});
