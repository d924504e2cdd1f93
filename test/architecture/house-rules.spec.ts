import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { filesBelow, isTest, nodesOf, parse, place, production, read } from './sources.js';

const hardStop = 300;
const maxParameters = 5;

/** The beginning of a statement; a word of prose that begins alike does not go on like one. */
const sql =
  /^\s*(select\s+[\s\S]*\bfrom\b|select\s+\w+\(|select\s+1$|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s+as\s|lock\s+table\s|begin$|commit$|rollback$|set\s+local\s|(create|alter|drop)\s+(table|database|role|index|function|policy|sequence)\s)/i;

const holdsSql = (node: ts.Node): boolean =>
  (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) &&
  sql.test(node.getText().slice(1, -1));

const sqlIn = (file: ts.SourceFile): string[] => [...nodesOf(file)].filter(holdsSql).map((node) => place(file, node));

describe('the rules of the house', () => {
  const source = production('src');
  const parsed = source.map((path) => parse(path));

  it(`keeps every file of the product within ${hardStop} lines`, () => {
    // A migration is one step, reviewed and run as a whole, and is never edited after it was released.
    const files = ['src', 'web', 'contracts', 'bin'].flatMap(filesBelow);
    const long = files
      .filter((path) => /\.(ts|mjs|vue|sol|css)$/.test(path) && !isTest(path))
      .map((path) => [path, read(path).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > hardStop);
    expect(files.length).toBeGreaterThan(300);
    expect(long).toEqual([]);
  });

  it(`gives no constructor more than ${maxParameters} collaborators`, () => {
    const crowded = parsed.flatMap((file) =>
      [...nodesOf(file)]
        .filter((node) => ts.isConstructorDeclaration(node) && node.parameters.length > maxParameters)
        .map((node) => place(file, node)),
    );
    expect(crowded).toEqual([]);
  });

  it('reads the environment in platform/config.ts alone', () => {
    const readers = parsed
      .filter((file) =>
        [...nodesOf(file)].some((node) => ts.isPropertyAccessExpression(node) && node.getText() === 'process.env'),
      )
      .map((file) => file.fileName);
    expect(readers).toEqual(['src/platform/config.ts']);
  });

  it('speaks SQL in stores, statements and the platform alone', () => {
    const allowed = /^src\/platform\/|\.(store|statement)\.ts$/;
    const elsewhere = parsed.filter((file) => !allowed.test(file.fileName)).flatMap(sqlIn);
    const inStores = parsed.filter((file) => file.fileName.endsWith('.store.ts')).flatMap(sqlIn);
    expect(elsewhere).toEqual([]);
    expect(inStores.length).toBeGreaterThan(40);
  });

  it.each([
    "await pool.query('select id from licence where id = $1');",
    'await pool.query(`insert into licence (id) values ($1)`);',
    "await pool.query({ text: 'update licence set state = $1' });",
    "await client.query('begin');",
    "await client.query('select purge_expired($1)');",
  ])('would see %s', (text) => {
    expect(sqlIn(parse('planted.ts', text))).toEqual(['planted.ts:1']);
  });

  it('takes no sentence for SQL', () => {
    const text = "say('select a file'); say('update the trust list'); say('begin anew'); say('with two keys');";
    expect(sqlIn(parse('planted.ts', text))).toEqual([]);
  });

  it('leaves no unfinished business in the text', () => {
    const words = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
    const folders = ['src', 'web', 'contracts', 'bin', 'migrations', 'test', 'bench', 'docs', 'docker'];
    const files = folders.flatMap(filesBelow).filter((path) => /\.(ts|mjs|vue|sol|css|md|html|json|yml)$/.test(path));
    expect(files.filter((path) => words.test(read(path)))).toEqual([]);
  });

  it('skips no test and runs none alone', () => {
    const files = ['src', 'web', 'contracts', 'migrations', 'test']
      .flatMap(filesBelow)
      .filter((path) => path.endsWith('.spec.ts'));
    const calls = /^(it|test|describe)(\.\w+)*\.(skip|only|todo)$|^(xit|xtest|xdescribe|fit|fdescribe)$/;
    const found = files.flatMap((path) => {
      const file = parse(path);
      return [...nodesOf(file)]
        .filter((node) => ts.isCallExpression(node) && calls.test(node.expression.getText()))
        .map((node) => place(file, node));
    });
    expect(files.length).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });
});
