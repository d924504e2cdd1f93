import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { checkTexts } from '../../src/core/index.js';
import { root } from '../architecture/sources.js';

const page = join(root, 'src/core/CODES.md');
const head = `# Codes of checks

Stable: a code keeps its meaning, new ones may be added. Made from the texts in the code by
\`WRITE_CODES_TABLE=1 npm run test:unit -- test/sdk/codes-table.spec.ts\`.

| Code | Says | What to do | 说明 | 怎么办 |
|---|---|---|---|---|
`;

it('every code stands in CODES.md as it is said', () => {
  const rows = Object.entries(checkTexts).map(([code, { en, 'zh-CN': zh }]) =>
    [`| \`${code}\``, en.says, en.next ?? '', zh.says, zh.next ?? ''].join(' | ').concat(' |'),
  );
  const text = `${head}${rows.join('\n')}\n`;
  if (process.env.WRITE_CODES_TABLE === '1') writeFileSync(page, text);
  else expect(readFileSync(page, 'utf8')).toBe(text);
});
