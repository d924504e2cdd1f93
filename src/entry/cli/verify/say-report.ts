import { type Check, checkText, type Report } from '../../../core/index.js';
import { type Language, words } from './words.js';

/** A report for people: the verdict in the first line, then how it was judged, then each check with what to do about it. */
export function sayReport(report: Report, language: Language): string {
  const { verdict, judged, policy, colon } = words[language];
  return [
    verdict[report.verdict],
    `  ${judged} ${report.at}, ${policy}${colon}${report.policy.name}`,
    ...report.checks.flatMap((check) => sayCheck(check, language)),
  ].join('\n');
}

function sayCheck({ check, outcome, code, detail, asOf }: Check, language: Language): string[] {
  const say = words[language];
  const { says, next } = checkText(code, language);
  const lines = [`  ${say.check[check]}${say.colon}${say.outcome[outcome]} (${code}) ${says}`];
  if (outcome === 'failed' || outcome === 'indeterminate') {
    if (next !== undefined) lines.push(`    ${say.next}${say.colon}${next}`);
    // Particulars follow the English text of the code.
    const particulars = detail.slice(checkText(code, 'en').says.length).trim();
    if (particulars !== '') lines.push(`    ${say.detail}${say.colon}${particulars}`);
  }
  lines.push(`    ${say.asOf} ${asOf}`);
  return lines;
}
