import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../architecture/sources.js';
import { masters } from './altered-master.js';
import { pdfMutations } from './altered-pdf.js';
import { photos, qrs } from './altered-qr.js';
import { surroundings } from './altered-surroundings.js';
import { vcs } from './altered-vc.js';
import { genuine } from './genuine.js';
import { markdown, rowsOf } from './table.js';

const page = join(root, 'docs/carriers.md');
const [begin, end] = ['<!-- table: npm run carriers:table -->', '<!-- end of table -->'];

const rows = rowsOf([...surroundings, ...masters, ...vcs, ...qrs, ...photos, ...(await pdfMutations())], genuine);

describe('every carrier, with each part of it and of what it is judged by altered', () => {
  it.each(rows.filter(({ harmless }) => !harmless))('$kinds: $altered is not valid', ({ verdicts, alone }) => {
    expect(verdicts).not.toContain('valid');
    expect(alone).not.toBe('');
  });

  it.each(rows.filter(({ harmless }) => harmless))('$kinds: $altered is borne', ({ verdicts }) => {
    expect(verdicts[0]).toBe('valid');
    expect(verdicts[1]).not.toBe('valid');
  });

  it('is told in docs/carriers.md as it came out', () => {
    const text = readFileSync(page, 'utf8');
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    expect(from).toBeGreaterThan(0);
    expect(to).toBeGreaterThan(from);
    const table = `${begin}\n\n${markdown(rows, genuine.length)}\n\n`;
    if (process.env.WRITE_CARRIERS_TABLE === '1') writeFileSync(page, text.slice(0, from) + table + text.slice(to));
    else expect(text.slice(from, to)).toBe(table);
  });
});
