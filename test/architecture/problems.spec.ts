import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { problems } from '../../src/platform/problems/codes.js';
import { production, read, root } from './sources.js';

describe('the table of problems', () => {
  it('is what docs/problems.md tells, row by row', () => {
    const rows = [...read('docs/problems.md').matchAll(/^\| <a id="([^"]+)"><\/a>`([^`]+)` \| (\d+) \| (.+) \|$/gm)];
    const told = rows.map(([, anchor, code, status, title]) => [anchor, code, Number(status), title]);
    expect(told).toEqual(Object.entries(problems).map(([code, [status, title]]) => [code, code, status, title]));
  });

  it('holds no code that nothing answers', () => {
    const texts = production('src')
      .filter((path) => path !== 'src/platform/problems/codes.ts')
      .map(read)
      .join('\n');
    const unused = Object.keys(problems).filter((code) => !texts.includes(`'${code}'`));
    expect(unused).toEqual([]);
  });

  it.each([
    ['body-invalid', 0],
    ['no-such-code', 1],
  ])('lets %s compile with %i faults: a code without a row does not', (code, count) => {
    const folder = mkdtempSync(join(tmpdir(), 'elicence-problem-'));
    try {
      const file = join(folder, 'planted.ts');
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      const door = join(root, 'src/platform/problems/problem.js');
      writeFileSync(file, `import { problem } from '${door}';\nexport const refusal = problem('${code}');\n`);
      const { options } = ts.parseJsonConfigFileContent(
        ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
        ts.sys,
        root,
      );
      const program = ts.createProgram([file], { ...options, noEmit: true, types: [], rootDir: '/' });
      const faults = program.getSemanticDiagnostics(program.getSourceFile(file));
      expect(faults).toHaveLength(count);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
