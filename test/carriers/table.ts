import type { Report } from '../../src/core/verification/report.js';
import type { Mutation } from './mutation.js';
import { alone, type Brought, type Kind, type Situation, withMaster } from './scene.js';

/** What came of one mutation of one carrier. */
export interface Row {
  kinds: Kind[];
  altered: string;
  verdicts: [string, string];
  withMaster: string;
  alone: string;
  harmless: boolean;
}

const names: Record<Kind, string> = {
  'sd-jwt': 'SD-JWT VC',
  qr: 'QR',
  'qr-photo': 'QR with photo',
  'vc-jwt': 'vc+jwt',
  pdf: 'PDF',
};

/** Said of a verdict that is the one of the same carrier unaltered. */
const unaltered = '*indeterminate*, as unaltered';

/** Judges every mutation on every carrier that it fits; carriers with the same outcome share a row. */
export function rowsOf(mutations: readonly Mutation[], genuine: readonly Brought[]): Row[] {
  return mutations.flatMap(({ altered, of, brought = (same) => same, situation = nothing, harmless = false }) => {
    const rows: Row[] = [];
    for (const one of genuine.filter(({ kind }) => of === undefined || of.includes(kind))) {
      const changed = brought(one);
      const reports: [Report, Report] = [withMaster(changed, situation), alone(changed, situation)];
      const verdicts: Row['verdicts'] = [reports[0].verdict, reports[1].verdict];
      const first = spell(reports[0]);
      const second = changed === one && situation === nothing ? spell(reports[1]) : asUnaltered(reports[1], one);
      const same = rows.find((row) => row.withMaster === first && row.alone === second);
      if (same) same.kinds.push(one.kind);
      else rows.push({ kinds: [one.kind], altered, verdicts, withMaster: first, alone: second, harmless });
    }
    return rows;
  });
}

/** The rows as a table of Markdown. */
export function markdown(rows: readonly Row[], count: number): string {
  const lines = rows.map(({ kinds, altered, withMaster: found, alone: offline }) => {
    const whose = kinds.length === count ? 'every carrier' : kinds.map((kind) => names[kind]).join(', ');
    return `| ${whose} | ${altered} | ${found} | ${offline} |`;
  });
  return ['| Carrier | Altered | With its master, online | Alone, offline |', '|---|---|---|---|', ...lines].join('\n');
}

const nothing: Situation = {};

function asUnaltered(report: Report, genuine: Brought): string {
  const text = spell(report);
  return text === spell(alone(genuine, nothing)) ? unaltered : text;
}

function spell({ verdict, checks }: Report): string {
  const shown = verdict === 'invalid' ? 'failed' : 'indeterminate';
  const why = checks
    .filter(({ outcome }) => outcome === shown)
    .map(({ check, code, detail }) => {
      const pointer = code === 'carrier-field-differs' ? ` at \`${/\((\/.*)\)$/.exec(detail)?.[1]}\`` : '';
      return `${check} \`${code}\`${pointer}`;
    });
  return [`*${verdict}*`, why.join(', ')].filter((text) => text !== '').join(': ');
}
