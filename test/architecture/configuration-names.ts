import ts from 'typescript';
import { nodesOf, parse } from './sources.js';

export interface Setting {
  name: string;
  /** As it is written in the code; undefined when there is none. */
  default: string | undefined;
}

/** The variables of src/platform/config.ts, read from its text: the schema is nobody's business at run time. */
export function settings(): Setting[] {
  const file = parse('src/platform/config.ts');
  const schema = [...nodesOf(file)].find(
    (node) => ts.isCallExpression(node) && node.expression.getText() === 'z.object',
  ) as ts.CallExpression | undefined;
  const members = schema?.arguments[0];
  if (!members || !ts.isObjectLiteralExpression(members)) throw new Error('config.ts has no z.object');
  return members.properties.map((property) => ({
    name: property.name?.getText() ?? '',
    default: /\.default\('?([^')]*)'?\)/.exec(property.getText())?.[1],
  }));
}
