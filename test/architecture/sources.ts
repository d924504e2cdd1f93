import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const skipped = new Set(['node_modules', 'dist', 'coverage', 'generated', '.git']);

/** Files below a folder of the repository, as paths from its root; generated ones are left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (skipped.has(entry.name) || entry.name.startsWith('.elicence') || entry.name.startsWith('.tmp-')) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const fromRoot = (absolute: string): string => relative(root, absolute);
export const isTest = (path: string): boolean => /\.spec\.ts$|\/testing\//.test(path);

/** TypeScript of the product, without tests. */
export const production = (folder: string): string[] =>
  filesBelow(folder).filter((path) => path.endsWith('.ts') && !isTest(path));

export const parse = (path: string, text = read(path)): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

/** Every node of a file, from the outside in. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

export const place = (file: ts.SourceFile, node: ts.Node): string =>
  `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
