import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesBelow, isTest, read, root } from './sources.js';

const pages = [
  ...filesBelow('docs'),
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'src/core/README.md',
].filter((path) => path.endsWith('.md'));
const decisions = pages.filter((path) => /^docs\/adr\/\d{4}-/.test(path));

/** Anchors as GitHub makes them of headings, and those that a page sets itself. */
function anchorsOf(page: string): Set<string> {
  const text = read(page);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)]);
}

describe('the documents', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const text = read(page).replace(/```[\s\S]*?```/g, '');
    const dead = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^(https?:|mailto:)/.test(target))
      .filter((target) => {
        const [file, anchor] = target.split('#') as [string, string | undefined];
        const path = file === '' ? page : normalize(join(dirname(page), file));
        return !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(path).has(anchor));
      });
    expect(dead).toEqual([]);
  });

  it.each(pages)('%s names files that are there', (page) => {
    const named = [
      ...read(page).matchAll(/`((?:src|web|test|contracts|migrations|bin|docs|docker|bench)(?:\/[\w.-]+)+\/?)`/g),
    ];
    const missing = named
      .map(([, path]) => path!)
      .filter((path) => !existsSync(join(root, path)) && !isGenerated(path));
    expect(missing).toEqual([]);
  });

  it.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'])('%s names commands that package.json has', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short!,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('has the same lines to paste in both readmes', () => {
    const blocks = (page: string) => [...read(page).matchAll(/```bash\n([\s\S]*?)```/g)].map(([, lines]) => lines);
    expect(blocks('README.zh-CN.md')).toEqual(blocks('README.md'));
  });

  it.each(decisions)('%s tells context, decision, price and the check that holds it', (page) => {
    const text = read(page);
    for (const part of ['**Context.**', '**Decision.**', '**Price of overturning.**', '**Held by**'])
      expect(text).toContain(part);
    const held = text.slice(text.indexOf('**Held by**'));
    expect(held).toMatch(/`[\w./-]+\.spec\.ts`/);
  });

  it('lists every decision', () => {
    const listed = [...read('docs/adr/README.md').matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(
      ([, name]) => `docs/adr/${name}`,
    );
    expect(decisions.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual([...decisions].sort());
  });

  it('names the tables without row security that the database is held to', () => {
    const section = read('docs/security.md').split('Tables without row security')[1]!.split('###')[0]!;
    const named = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => cell!.match(/[a-z_]+/g)!);
    const held = /const without[^{]*\{([\s\S]*?)\n {2}\};/.exec(read('test/journeys/isolation.spec.ts'))![1]!;
    expect(named.sort()).toEqual([...held.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name!).sort());
  });

  it('uses every word of the glossary in the code', () => {
    const words = [...read('docs/glossary.md').matchAll(/^\|[^|]+\|[^|]+\| `([^`]+)` \|/gm)].map(([, word]) => word!);
    const code = ['src', 'web', 'migrations']
      .flatMap(filesBelow)
      .filter((path) => /\.(ts|vue)$/.test(path) && !isTest(path))
      .map(read)
      .join('\n');
    expect(words.length).toBeGreaterThan(45);
    expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(code))).toEqual([]);
  });
});

/** Made by a build or a command, so not part of a fresh clone. */
const isGenerated = (path: string): boolean => /^(docker\/(secrets|besu\/network)|bench\/results)/.test(path);
