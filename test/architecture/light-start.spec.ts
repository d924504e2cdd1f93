import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { parse, root } from './sources.js';

/** What a module's static imports load by the time it runs: names of packages, without those of Node; types load nothing. */
function loadedBy(entries: string[]): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const due = [...entries];
  for (let path = due.pop(); path !== undefined; path = due.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const from of importsOf(parse(path))) {
      if (from.startsWith('.')) due.push(normalize(join(dirname(path), from.replace(/\.js$/, '.ts'))));
      else if (!from.startsWith('node:')) packages.add(from.split('/', from.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  expect([...seen].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  return [...packages].sort();
}

function importsOf(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement))
      return loads(statement.importClause) ? [textOf(statement.moduleSpecifier)] : [];
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier || statement.isTypeOnly) return [];
    const { exportClause } = statement;
    const named = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : undefined;
    return named?.every(({ isTypeOnly }) => isTypeOnly) ? [] : [textOf(statement.moduleSpecifier)];
  });
}

function loads(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return true;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return true;
  return namedBindings.elements.some(({ isTypeOnly }) => !isTypeOnly);
}

const textOf = (specifier: ts.Expression): string => (specifier as ts.StringLiteral).text;

describe('elicence verify', () => {
  it('starts without a framework, a database, a chain or a log', () => {
    expect(loadedBy(['src/entry/cli.ts', 'src/entry/cli/verify/verify-command.ts'])).toEqual([
      'cborg',
      'fflate',
      'zod',
    ]);
  });

  it('would be seen to load them', () => {
    expect(loadedBy(['src/entry/runtime.ts'])).toEqual(
      expect.arrayContaining(['@nestjs/common', 'pg', 'pino', 'typeorm']),
    );
  });
});
