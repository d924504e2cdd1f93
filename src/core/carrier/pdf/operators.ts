import { demand, notOurs, pdfLimits } from './form.js';
import { binary, type PdfValue, Syntax } from './syntax.js';

/** An operator of a page's content with its operands. */
export interface Operation {
  operator: string;
  operands: PdfValue[];
}

/** How many operands each operator has that our maker writes; there are no others. */
const operators: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ q: 0, Q: 0, cm: 6, w: 1, J: 1, j: 1, d: 2, gs: 1 },
    ...{ CS: 1, cs: 1, SCN: 3, scn: 3 },
    ...{ m: 2, l: 2, c: 6, v: 4, y: 4, re: 4, h: 0 },
    ...{ S: 0, f: 0, 'f*': 0, B: 0, W: 0, n: 0, Do: 1 },
    ...{ BT: 0, ET: 0, Tm: 6, Tf: 2, Tc: 1, TJ: 1, BDC: 2, EMC: 0 },
  }),
);

const space = /[ \n]+/y;
const word = /[A-Za-z'"]+\*?(?=[ \n]|$)/y;

/** The operations of a page's content, one after another. */
export function* operationsOf(content: Uint8Array): Generator<Operation> {
  const reader = new Syntax(binary(content));
  let operands: PdfValue[] = [];
  for (let count = 0; reader.at < reader.source.length; ) {
    reader.take(space);
    if (reader.at === reader.source.length) break;
    const operator = reader.take(word)?.[0];
    if (operator === undefined) {
      demand(operands.length < 6, 'operand');
      operands.push(reader.value());
      continue;
    }
    demand(++count <= pdfLimits.operators, 'operators-too-many');
    demand(operators.has(operator), 'operator-unknown', operator.slice(0, 12));
    demand(operators.get(operator) === operands.length, 'operand', operator);
    yield { operator, operands };
    operands = [];
  }
  demand(operands.length === 0, 'operand');
}

/** Operands that are all numbers, none of them beyond any page. */
export function numbers(operands: readonly PdfValue[]): number[] {
  return operands.map((one) => (typeof one === 'number' && Math.abs(one) <= 100_000 ? one : notOurs('operand')));
}

export function nameOf(operand: PdfValue | undefined): string {
  return typeof operand === 'object' && 'name' in operand ? operand.name : notOurs('operand');
}
