import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import qrcode from 'qrcode';
import { licenceTypes } from '../../src/entry/demo/world/index.js';
import { guardFields, largestOfflineQr, onlineQr } from './largest.js';

const version = (text: string) => qrcode.create(text, { errorCorrectionLevel: 'M' }).version;
const named = licenceTypes.map((type) => [type.name.en, type] as const);

describe('the codes of the demo types, with the largest plausible content', () => {
  it('say the guard fields of each type', () => {
    expect(Object.keys(guardFields).sort()).toEqual(named.map(([name]) => name).sort());
  });

  it.each(named)('of %s fit version 25 offline and 8 online, as docs/carriers.md says', (name, type) => {
    const offline = version(largestOfflineQr(type));
    const online = version(onlineQr(type));
    expect(offline).toBeLessThanOrEqual(25);
    expect(online).toBeLessThanOrEqual(8);
    expect(readFileSync('docs/carriers.md', 'utf8')).toContain(`| ${name} | ${offline} | ${online} |`);
  });
});
