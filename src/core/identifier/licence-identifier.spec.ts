import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatLicenceIdentifier, licenceCheckCharacter, parseLicenceIdentifier } from './index.js';
import { mod3736 } from './mod-37-36.js';

const real = [
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
  '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
  '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
];
const synthetic = [
  '1.2.156.3005.2.11100000000013127D001.11430000006122244L.0000000001.001.D',
  '1.2.156.3005.2.11100000MB0143028R001.11330105002500287C.20260101000001.001.D',
  '1.2.156.3005.2.11100000MB0143028R001.11330105002500287C.20260101000001.002.B',
  '1.2.156.3005.2.111000000000131433001.11220000013544541J.ABCDEF0123456789.001.2',
  '1.2.156.3005.2.11100000MB03271699001.113700000045046442.Z.999.Z',
];
const first = synthetic[0] as string;
const malformed = { ok: false, code: 'identifier-malformed' };
const wrongCheck = { ok: false, code: 'identifier-check-character' };

describe('a licence identifier', () => {
  it.each([...real, ...synthetic])('%s is read and written back', (text) => {
    const parsed = parseLicenceIdentifier(text);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(formatLicenceIdentifier(parsed.value)).toBe(text);
  });

  it('is taken apart', () => {
    expect(parseLicenceIdentifier(real[1] as string)).toEqual({
      ok: true,
      value: {
        typeCode: '11100000000013338W011',
        issuerCode: '11430000006122244L',
        serial: '20230000403',
        version: 2,
      },
    });
  });

  it('has the check character of the published examples', () => {
    expect(mod3736('A12425GABC1234002')).toBe('M');
    expect(mod3736('11100000MB03271699022340100000000016001')).toBe('9');
    const parts = { typeCode: '11100000000013338W002', issuerCode: '11320482014138860P', serial: '201807250201' };
    expect(licenceCheckCharacter({ ...parts, version: 1 })).toBe('M');
  });

  it('is refused with the older provincial check character, which the standard has as D', () => {
    const body = '1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.';
    expect(parseLicenceIdentifier(`${body}M`)).toEqual(wrongCheck);
    expect(parseLicenceIdentifier(`${body}D`).ok).toBe(true);
  });

  it.each([
    ['lower case in the type', first.replace('D001', 'd001')],
    ['lower case in the serial', '1.2.156.3005.2.111000000000131433001.11220000013544541J.aBCDEF0123456789.001.2'],
    ['a lower-case check character', first.replace(/D$/, 'd')],
    ['a type of 20', first.replace('D001.', 'D01.')],
    ['a type of 22', first.replace('D001.', 'D0001.')],
    ['a region code as issuer', '1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9'],
    ['an empty serial', first.replace('0000000001', '')],
    ['a version of 2 digits', first.replace('.001.D', '.01.D')],
    ['a version of 4 digits', first.replace('.001.D', '.0001.D')],
    ['version 000', first.replace('.001.D', '.000.D')],
    ['a letter in the version', first.replace('.001.D', '.00A.D')],
    ['full-width digits in the version', first.replace('.001.D', '.００１.D')],
    ['another root', first.replace('3005.2', '3005.3')],
    ['no check character', first.slice(0, -2)],
    ['two check characters', `${first}D`],
    ['a seventh part', `${first}.D`],
    ['white space', ` ${first}`],
    ['a newline behind', `${first}\n`],
    ['over 128 characters', `1.2.156.3005.2.11100000000013127D001.11430000006122244L.${'0'.repeat(70)}.001.D`],
    ['nothing', ''],
  ])('with %s is malformed', (_, text) => expect(parseLicenceIdentifier(text)).toEqual(malformed));

  it('is refused with any one character changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...real, ...synthetic),
        fc.integer({ min: 15, max: 80 }),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
        (text, at, character) => {
          const place = 15 + (at % (text.length - 15));
          fc.pre(text[place] !== character && text[place] !== '.');
          expect(parseLicenceIdentifier(text.slice(0, place) + character + text.slice(place + 1)).ok).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is not made of parts that it can not hold', () => {
    const parts = { typeCode: '11100000000013127D001', issuerCode: '11430000006122244L', serial: '1', version: 1 };
    expect(() => formatLicenceIdentifier({ ...parts, serial: 'a' })).toThrow();
    expect(() => formatLicenceIdentifier({ ...parts, serial: '' })).toThrow();
    expect(() => formatLicenceIdentifier({ ...parts, serial: '1.2' })).toThrow();
    expect(() => formatLicenceIdentifier({ ...parts, version: 0 })).toThrow();
    expect(() => formatLicenceIdentifier({ ...parts, version: 1000 })).toThrow();
    expect(() => formatLicenceIdentifier({ ...parts, issuerCode: '340100' })).toThrow();
  });
});
