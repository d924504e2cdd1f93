// What specs of core use of jest, in one process: suites are registered at import and run by runner.mjs.
import { inspect } from 'node:util';
import { expect } from 'expect';

/** The tests registered since the last `begin`, in order. */
export const registry = { tests: [], path: [] };

export function begin() {
  registry.tests = [];
  registry.path = [];
}

/** jest's titles: `%s` and its kin by position, `$member` out of an object. */
function title(name, row, index) {
  const values = Array.isArray(row) ? [...row] : [row];
  const positional = name.replace(/%[sdijp#]/g, (mark) => (mark === '%#' ? index : text(values.shift())));
  const [first] = Array.isArray(row) ? row : [row];
  return positional.replace(/\$(\w+)/g, (whole, member) =>
    Object.hasOwn(Object(first), member) ? text(first[member]) : whole,
  );
}
const text = (value) => (typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY }));

function each(register) {
  return (rows) => (name, run) => {
    for (const [i, row] of rows.entries())
      register(title(name, row, i), () => run(...(Array.isArray(row) ? row : [row])));
  };
}

export function describe(name, run) {
  registry.path.push(name);
  run();
  registry.path.pop();
}
describe.each = each(describe);

export function it(name, run) {
  const full = [...registry.path, name].join(' › ');
  // By place, not by title: a title may hold what chance made, and is another when all is loaded anew.
  registry.tests.push({ name: full, id: `${registry.tests.length} ${registry.path.join(' › ')}`, run });
}
it.each = each(it);

export { expect };
