// `npm run vectors:verification`: writes test/vectors/verification. Keys, salts and signatures are seeded, so that the files
// of an unchanged maker are the same, byte for byte; a crime's input depends on its family and name alone.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bases } from './bases.js';
import { checkpoints } from './checkpoint.js';
import { claims } from './claims.js';
import { disclosures } from './disclosures.js';
import { licenceFiles, pdfs } from './files.js';
import { history } from './history.js';
import { jose } from './jose.js';
import { keyBindings } from './key-binding.js';
import { offlineQr } from './offline-qr.js';
import { pack } from './pack.js';
import { receipts } from './receipt.js';
import { chance } from './scene.js';
import { statements } from './statements.js';
import { status } from './status.js';
import { trustBundles } from './trust-bundle.js';
import { trustLists } from './trust-list.js';
import { vcJwt } from './vc-jwt.js';
import { type Family, kind } from './vector.js';

const folder = fileURLToPath(new URL('../verification/', import.meta.url));

const pdf: Family = {
  family: 'pdf',
  about: 'Files that are no PDF carrier',
  crimes: pdfs.map(({ name, source, content }) =>
    kind('integrity', 'carrier-malformed', { on: 'vc', signed: false })(name, source, undefined, () => ({
      '/carrier': { kind: 'pdf', content: content(), masterFound: true },
    })),
  ),
};
const files = {
  family: 'licence-file',
  about: 'Licence files that their reader refuses',
  crimes: licenceFiles.map(({ make, ...crime }) => ({ ...crime, make: () => ({ '/file': make() }) })),
};

const bundles = {
  family: 'trust-bundle',
  about: 'Trust bundles that their reader refuses',
  crimes: trustBundles.map(({ make, seen, ...crime }) => ({
    ...crime,
    make: () => ({ '/bundle': { text: make(), ...(seen === undefined ? {} : { seen }) } }),
  })),
};

const lines = (items: readonly unknown[]) => items.map((item) => `    ${pack(item)}`).join(',\n');

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.json')) rmSync(join(folder, name));
const cases = Object.entries(bases).map(([name, make]) => {
  chance.begin(`base ${name}`);
  return `    ${JSON.stringify(name)}: ${pack(make())}`;
});
writeFileSync(join(folder, 'base.json'), `{\n  "cases": {\n${cases.join(',\n')}\n  }\n}\n`);
const families = [
  ...jose,
  ...claims,
  ...disclosures,
  ...status,
  ...checkpoints,
  ...receipts,
  ...statements,
  ...keyBindings,
  ...vcJwt,
  ...offlineQr,
  ...trustLists,
  ...history,
  pdf,
  files,
  bundles,
];
for (const { family, about, crimes } of families) {
  const vectors = crimes.map(({ make, ...vector }) => {
    chance.begin(`${family} ${vector.name}`);
    return { ...vector, input: make() };
  });
  const head = `  "family": ${JSON.stringify(family)},\n  "about": ${JSON.stringify(about)},\n`;
  writeFileSync(join(folder, `${family}.json`), `{\n${head}  "vectors": [\n${lines(vectors)}\n  ]\n}\n`);
}
