// Prints what the last run of `npm run mutation` found, in the form of docs/mutation.md: a score for each file, then the
// survivors. Why each survived is for a reader to say.
import { readFileSync } from 'node:fs';

const { files } = JSON.parse(readFileSync('.tmp-mutation/report.json', 'utf8'));
const noticed = ({ status }) => status === 'Killed' || status === 'Timeout';
const survived = ({ status }) => status === 'Survived' || status === 'NoCoverage';
const share = (part, whole) => ((100 * part) / whole).toFixed(1);
const cell = (text) => `\`${text.replaceAll('|', '\\|').replace(/\s+/g, ' ').slice(0, 100)}\``;

const rows = Object.entries(files)
  .map(([name, { source, mutants }]) => ({ name: name.replace('src/core/', ''), lines: source.split('\n'), mutants }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));
const all = rows.flatMap(({ mutants }) => mutants.filter((mutant) => noticed(mutant) || survived(mutant)));
const total = all.filter(noticed).length;

console.log(
  `Of ${all.length} mutants ${total} were noticed: ${((100 * total) / all.length).toFixed(2)} of a hundred.\n`,
);
console.log('| File | Mutants | Noticed | Of a hundred |\n|---|--:|--:|--:|');
for (const { name, mutants } of rows) {
  const judged = mutants.filter((mutant) => noticed(mutant) || survived(mutant)).length;
  const good = mutants.filter(noticed).length;
  if (judged > 0) console.log(`| \`${name}\` | ${judged} | ${good} | ${share(good, judged)} |`);
}

console.log('\n| Where | Was | Became |\n|---|---|---|');
for (const { name, lines, mutants } of rows) {
  const left = mutants.filter(survived).sort((one, other) => one.location.start.line - other.location.start.line);
  for (const { location, replacement } of left) {
    const { start, end } = location;
    const line = lines[start.line - 1];
    const was =
      start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
    console.log(`| \`${name}:${start.line}\` | ${cell(was)} | ${cell(replacement)} |`);
  }
}
