import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import qrcode from 'qrcode';
import { qrFormOf, qrVersions } from '../../src/core/index.js';
import { licenceTypes } from '../../src/entry/demo/world/index.js';
import { codes, versionOf } from './codes.js';
import { guardFields } from './largest.js';

const types = licenceTypes.map((type) => type.name.en);
const levelOf = (text: string) =>
  qrFormOf(text, (errorCorrectionLevel) => qrcode.create(text, { errorCorrectionLevel }).version).errorCorrectionLevel;

describe('the codes of the demo types, with the largest plausible content', () => {
  it('say the guard fields of each type', () => {
    expect(Object.keys(guardFields).sort()).toEqual([...types].sort());
  });

  it.each(types)('of %s fit version 25 offline and 8 online, as docs/carriers.md says', (type) => {
    const [online, offline] = (['online', 'offline'] as const).map((kind) => {
      const code = codes.find((one) => one.type === type && one.kind === kind)!;
      expect(versionOf(code)).toBeLessThanOrEqual(qrVersions[kind]);
      return `${versionOf(code)}-${levelOf(code.text)}`;
    });
    const rows = readFileSync('docs/carriers.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`| ${type} |`));
    expect(rows).toContain(`| ${type} | ${offline} | ${online} |`);
  });

  it('are drawn no smaller than the reader was tried with', () => {
    for (const { modules, side } of codes) expect(side / (modules.size + 8)).toBeGreaterThan(0.57);
  });
});
