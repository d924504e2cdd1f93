import { describe, expect, it } from '@jest/globals';
import {
  checkCitizenNumber,
  checkCreditCode,
  checkHolderCode,
  citizenNumberCheckCharacter,
  creditCodeCheckCharacter,
  holderCodeTypes,
} from './index.js';

describe('a unified social credit code', () => {
  it.each([
    '91350100M000100Y43',
    '11100000000013338W',
    '11100000MB03271699',
    '11100000MB0143028R',
    '11100000000013127D',
    '111000000000131433',
    '1110000000001332XW',
    '11430000006122244L',
    '11330105002500287C',
    '11220000013544541J',
    '11320482014138860P',
    '113700000045046442',
    '91440101MA5CJMYA97',
  ])('%s is right', (code) => {
    expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
    expect(creditCodeCheckCharacter(code.slice(0, 17))).toBe(code[17]);
  });

  it('has one normal form', () => {
    expect(checkCreditCode('９１350100m000100y43')).toEqual({ ok: true, value: '91350100M000100Y43' });
  });

  it.each([
    ['91350100M000100Y44', 'credit-code-check-character'],
    ['91350100I000100Y43', 'credit-code-malformed'],
    ['91350100M000100Y4', 'credit-code-malformed'],
    ['91350100M000100Y433', 'credit-code-malformed'],
    ['91350100M000100Y4O', 'credit-code-malformed'],
    ['91350100M000100Y43 ', 'credit-code-malformed'],
    ['', 'credit-code-malformed'],
  ])('%j is refused as %s', (code, refusal) =>
    expect(checkCreditCode(code)).toMatchObject({ ok: false, code: refusal }),
  );

  it('has no check character without 17 characters of its alphabet', () => {
    expect(creditCodeCheckCharacter('91350100M000100Y')).toBeUndefined();
    expect(creditCodeCheckCharacter('9135010OM000100Y4')).toBeUndefined();
  });
});

describe('a citizen identity number', () => {
  it.each([
    '11010519491231002X',
    '440524188001010014',
    '34052419800101001X',
    '110101199003070011',
    '310101190001010011',
  ])('%s is right', (number) => {
    expect(checkCitizenNumber(number)).toEqual({ ok: true, value: number });
    expect(citizenNumberCheckCharacter(number.slice(0, 17))).toBe(number[17]);
  });

  it('has one normal form', () => {
    const normal = { ok: true, value: '11010519491231002X' };
    expect(checkCitizenNumber('11010519491231002x')).toEqual(normal);
    expect(checkCitizenNumber('１１０１０５１９４９１２３１００２Ｘ')).toEqual(normal);
  });

  const numbered = (body: string) => body + citizenNumberCheckCharacter(body);
  it.each([
    ['110105194912310021', 'citizen-number-check-character'],
    ['110105194913310021', 'citizen-number-date'],
    [numbered('11010519990229001'), 'citizen-number-date'],
    [numbered('11010519000229001'), 'citizen-number-date'],
    [numbered('11010519990431001'), 'citizen-number-date'],
    [numbered('11010519990400001'), 'citizen-number-date'],
    [numbered('11010517991231001'), 'citizen-number-date'],
    ['110105491231002', 'citizen-number-legacy'],
    ['01010519491231002X', 'citizen-number-malformed'],
    ['1101051949123100X2', 'citizen-number-malformed'],
    ['11010519491231002', 'citizen-number-malformed'],
    ['11010519491231002X\n', 'citizen-number-malformed'],
    ['1'.repeat(10_000), 'citizen-number-malformed'],
  ])('%s is refused as %s', (number, refusal) =>
    expect(checkCitizenNumber(number)).toMatchObject({ ok: false, code: refusal }),
  );

  it('may hold a leap day', () => {
    expect(checkCitizenNumber(numbered('11010520000229001')).ok).toBe(true);
    expect(checkCitizenNumber(numbered('11010519960229001')).ok).toBe(true);
  });

  it('has no check character without 17 digits', () =>
    expect(citizenNumberCheckCharacter('1101051949123100X')).toBeUndefined());
});

describe('a holder code', () => {
  it('types are those of GB/T 36903 annex A', () => {
    expect(holderCodeTypes.map(({ code }) => code).join(' ')).toBe(
      '001 099 111 114 115 118 119 120 122 411 412 413 414 511 516 999',
    );
    const organisations = holderCodeTypes.filter(({ kind }) => kind === 'organisation');
    expect(organisations.map(({ code }) => code)).toEqual(['001', '099']);
  });

  it('follows the rule of its type', () => {
    expect(checkHolderCode('001', '91350100M000100Y43').ok).toBe(true);
    expect(checkHolderCode('001', '91350100M000100Y44')).toMatchObject({ code: 'credit-code-check-character' });
    expect(checkHolderCode('111', '11010519491231002x')).toEqual({ ok: true, value: '11010519491231002X' });
    expect(checkHolderCode('111', '110105194912310021')).toMatchObject({ code: 'citizen-number-check-character' });
    expect(checkHolderCode('414', 'ｅ12345678')).toEqual({ ok: true, value: 'E12345678' });
    expect(checkHolderCode('114', '南字第（00123456）号')).toEqual({ ok: true, value: '南字第(00123456)号' });
  });

  it('of an unknown type is refused', () =>
    expect(checkHolderCode('112', 'E12345678')).toMatchObject({ code: 'holder-code-type-unknown' }));

  it.each([
    ['nothing', ''],
    ['a zero-width space', 'E1234\u200b5678'],
    ['a bidi control', 'E1234\u202e5678'],
    ['a space', 'E1234 5678'],
    ['a formula', '=1+1'],
    ['41 characters', 'E'.repeat(41)],
  ])('with %s is malformed', (_, code) =>
    expect(checkHolderCode('414', code)).toEqual({ ok: false, code: 'holder-code-malformed' }),
  );
});
