import type { Policy } from '../../src/core/index.js';
import { openChecks, policies, type Subject, type Told } from './ask.js';

/** One fault, and what everybody was told while it lasted. */
export interface Row {
  /** The dependency. */
  of: string;
  fault: string;
  told: Told[];
}

const heads = ['Fault', 'Policy', 'Not passed, of the genuine licence', 'Genuine', 'Revoked', 'Forged'];

/** The rows as tables of Markdown, one a dependency; policies, and faults after each other, that came out alike share a row. */
export function markdown(rows: readonly Row[]): string {
  const names = [...new Set(rows.map((row) => row.of))];
  return names
    .map((name) => {
      const lines = merged(rows.filter((row) => row.of === name).flatMap(cellsOf));
      const table = [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
      return `### ${name}\n\n${table.join('\n')}`;
    })
    .join('\n\n');
}

type Cells = [fault: string, policy: string, open: string, genuine: string, revoked: string, forged: string];

function cellsOf({ fault, told }: Row): Cells[] {
  const byPolicy = (Object.keys(policies) as Policy['name'][]).map((policy): [string, ...string[]] => {
    const own = told.filter((one) => one.policy === policy);
    return [policy, spellOpen(own), spell(own, ['genuine']), spell(own, ['revoked']), spell(own, ['forged', 'stolen'])];
  });
  const groups = new Map<string, string[]>();
  for (const [policy, ...rest] of byPolicy) {
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), policy]);
  }
  return [...groups].map(([key, names]) => {
    const which = names.length === byPolicy.length ? 'every' : names.join(', ');
    return [fault, which, ...(JSON.parse(key) as [string, string, string, string])];
  });
}

/** Checks that some form of the question left open, with the code. */
function spellOpen(told: readonly Told[]): string {
  const open = told.filter(({ subject }) => subject === 'genuine').flatMap(openChecks);
  const said = [...new Set(open.map(([check, what]) => `${check} \`${what.slice(what.indexOf(' ') + 1)}\``))];
  return said.length === 0 ? 'nothing' : said.join('<br>');
}

/** The verdict; where forms differ, each verdict with its forms. */
function spell(told: readonly Told[], subjects: readonly Subject[]): string {
  const verdicts = new Map<string, string[]>();
  for (const { subject, form, verdict } of told.filter((one) => subjects.includes(one.subject))) {
    const form_ = subject === 'stolen' ? 'stolen key' : form;
    verdicts.set(verdict, [...new Set([...(verdicts.get(verdict) ?? []), form_])]);
  }
  if (verdicts.size < 2) return [...verdicts.keys()].map((verdict) => `*${verdict}*`).join('') || '–';
  return [...verdicts].map(([verdict, forms]) => `*${verdict}*: ${forms.join(', ')}`).join('<br>');
}

/** Neighbours that differ in nothing but the fault become one line. */
function merged(cells: readonly Cells[]): Cells[] {
  const faults = [...new Set(cells.map(([fault]) => fault))];
  const out: { faults: string[]; lines: Cells[]; key: string }[] = [];
  for (const fault of faults) {
    const lines = cells.filter(([name]) => name === fault);
    const key = JSON.stringify(lines.map(([, ...rest]) => rest));
    const last = out.at(-1);
    if (last?.key === key) last.faults.push(fault);
    else out.push({ faults: [fault], lines, key });
  }
  return out.flatMap(({ faults: named, lines }) =>
    lines.map(([, ...rest], i): Cells => [i === 0 ? named.join('; ') : '', ...rest] as Cells),
  );
}
