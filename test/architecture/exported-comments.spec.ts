import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { root } from './sources.js';

/** Names that a module exports without a documentation comment at what they name. */
function uncommented(entry: string, sources?: Record<string, string>): { exported: number; bare: string[] } {
  const host = ts.createCompilerHost({});
  const { fileExists, readFile } = host;
  host.fileExists = (file) => sources?.[file] !== undefined || fileExists(file);
  host.readFile = (file) => sources?.[file] ?? readFile(file);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, options) =>
    sources?.[file] === undefined ? getSourceFile(file, options) : ts.createSourceFile(file, sources[file], options);
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
    skipLibCheck: true,
  };
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`${entry} exports nothing`);
  const exported = checker.getExportsOfModule(module);
  const bare = exported.filter((name) => {
    const named = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    return ts.displayPartsToString(named.getDocumentationComment(checker)).trim() === '';
  });
  return { exported: exported.length, bare: bare.map(({ name }) => name) };
}

describe('what the package @elicence/core exports', () => {
  it.each(['index.ts', 'crypto/noble.ts', 'picture/index.ts'])('%s has a documentation comment at each', (door) => {
    const { exported, bare } = uncommented(join(root, 'src/core', door));
    expect(exported).toBeGreaterThan(door === 'index.ts' ? 300 : 0);
    expect(bare).toEqual([]);
  });

  it('would name one that has none', () => {
    const planted = { '/planted.ts': '/** Said. */\nexport const said = 1;\nexport interface Bare {}\n' };
    expect(uncommented('/planted.ts', planted)).toEqual({ exported: 2, bare: ['Bare'] });
  });
});
