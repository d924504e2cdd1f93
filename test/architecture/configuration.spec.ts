import { describe, expect, it } from '@jest/globals';
import { settings } from './configuration-names.js';
import { read } from './sources.js';

const rows = [...read('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)` \|([^|]*)\|/gm)].map(([, name, said]) => ({
  name,
  said: said!.trim(),
}));

describe('docs/configuration.md', () => {
  it('describes every variable that the code reads, once, and no other', () => {
    const names = settings().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(25);
    expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it('tells the defaults of the code', () => {
    const wanted = settings().flatMap(({ name, default: value }) =>
      value === undefined ? [] : [[name, `\`${value}\``]],
    );
    const said = new Map(rows.map((row) => [row.name, row.said]));
    expect(wanted.map(([name]) => [name, said.get(name)])).toEqual(wanted);
  });
});
