import { describe, expect, it } from '@jest/globals';
import { read } from './sources.js';

const codes = [...read('src/oversight/log-audit/lie.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code!);
const section = read('docs/log.md').split('\n## Audit\n')[1]!.split('\n## ')[0]!;
const named = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => cell!.match(/[a-z][a-z-]+/g)!);
const attacks = read('docs/promises/3-history.md').split('\n## What an operator does, and what tells\n')[1]!;
const journeys = ['', '-history', '-witness', '-app', '-events']
  .map((part) => read(`test/journeys/malicious-operator${part}.spec.ts`))
  .join('\n');

describe('the lies that an audit can find', () => {
  it('are all in the documents, and no others', () => {
    expect(codes.length).toBeGreaterThan(15);
    expect(named.sort()).toEqual([...codes].sort());
  });

  it('are shown by the tests of a malicious operator where the documents say so', () => {
    const told = [...new Set([...attacks.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code]) => code!))];
    expect(told.length).toBeGreaterThan(12);
    expect(told.filter((code) => !new RegExp(`'(failed )?${code}'`).test(journeys))).toEqual([]);
  });
});
