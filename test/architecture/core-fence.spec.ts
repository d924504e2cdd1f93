import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { nodesOf, parse, place, production, root } from './sources.js';

const coreConfig = join(root, 'src/core/tsconfig.json');

/** What the compiler says of a file under core's own settings. */
function faultsOf(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-core-'));
  try {
    const file = join(folder, 'planted.ts');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(file, text);
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(coreConfig, ts.sys.readFile).config,
      ts.sys,
      join(root, 'src/core'),
    );
    const program = ts.createProgram([file, join(root, 'src/core/globals.d.ts')], options);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the compiler as the fence of core', () => {
  it('takes plain ECMAScript', () => {
    expect(faultsOf("export const hex = [...new TextEncoder().encode('a')].map((byte) => byte.toString(16));")).toEqual(
      [],
    );
  });

  it.each([
    ['process', 'export const home = process.env.HOME;'],
    ['Buffer', "export const bytes = Buffer.from('a');"],
    ['document', 'export const page = document.title;'],
    ['window', 'export const origin = window.origin;'],
    ['fetch', "export const answer = fetch('https://example.org');"],
    ['setTimeout', 'export const timer = setTimeout(() => undefined, 1);'],
    ['console', "console.log('a');\nexport {};"],
    ['require', "export const fs = require('fs');"],
    ['node:fs', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;"],
  ])('refuses %s', (name, text) => {
    const faults = faultsOf(text);
    expect(faults.join('\n')).toContain(`'${name}'`);
  });
});

describe('the files of core', () => {
  const files = production('src/core').map((path) => parse(path));

  it('hold no any', () => {
    const found = files.flatMap((file) =>
      [...nodesOf(file)].filter((node) => node.kind === ts.SyntaxKind.AnyKeyword).map((node) => place(file, node)),
    );
    expect(found).toEqual([]);
  });

  it('ask no clock and no chance: time and random bytes are arguments', () => {
    const ambient = /^(Date\.now|Math\.random|performance\.now|crypto\.getRandomValues)$/;
    const found = files.flatMap((file) =>
      [...nodesOf(file)]
        .filter(
          (node) =>
            (ts.isPropertyAccessExpression(node) && ambient.test(node.getText())) ||
            (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length),
        )
        .map((node) => place(file, node)),
    );
    expect(found).toEqual([]);
  });
});
