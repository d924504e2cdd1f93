import { describe, expect, it } from '@jest/globals';
import {
  checkCitizenNumber,
  checkCreditCode,
  checkHolderCode,
  citizenNumberCheckCharacter,
} from '../../../core/index.js';
import { creditCode } from './codes.js';
import {
  authorities,
  companies,
  demoLicences,
  institutions,
  licenceTypes,
  logins,
  matters,
  people,
  specimens,
} from './index.js';
import { districts } from './places.js';

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

describe('codes of the demo', () => {
  it('are made as the standards make them', () => {
    // Real codes of GB/T 36904 and GB 32100: both check characters come out as they are.
    expect(creditCode('11', '100000', '00001312')).toBe('11100000000013127D');
    expect(creditCode('11', '100000', 'MB032716')).toBe('11100000MB03271699');
    expect(citizenNumberCheckCharacter('11010519491231002')).toBe('X');
  });

  it('are valid, every one, and unlike each other', () => {
    const creditCodes = [...institutions, ...companies].map((one) => one.creditCode);
    expect(creditCodes).toHaveLength(21);
    expect(unique(creditCodes)).toBe(true);
    const ministries = licenceTypes.map((type) => type.code.slice(0, 18));
    for (const code of [...creditCodes, ...ministries])
      expect(checkCreditCode(code)).toEqual({ ok: true, value: code });
    const numbers = [...people, ...specimens].map((one) => one.citizenNumber);
    expect(unique(numbers)).toBe(true);
    for (const number of numbers) expect(checkCitizenNumber(number)).toEqual({ ok: true, value: number });
  });
});

describe('people and companies of the demo', () => {
  it('are forty and ten, each with a name and a login of its own', () => {
    expect([people.length, companies.length, logins.length]).toEqual([40, 10, 50]);
    expect(unique([...people, ...specimens].map((one) => one.name))).toBe(true);
    expect(unique(companies.map((one) => one.name))).toBe(true);
    expect(logins[0]!.login).toBe('citizen01');
    expect(logins[39]!.login).toBe('citizen40');
    expect(unique(logins.map((one) => one.login))).toBe(true);
  });

  it('have numbers that tell their region, birth and sex', () => {
    for (const { citizenNumber, birthDate, sex, district } of people) {
      expect(districts.map((one) => one.code)).toContain(citizenNumber.slice(0, 6));
      expect(citizenNumber.slice(0, 14)).toBe(district.code + birthDate.replaceAll('-', ''));
      expect(Number(citizenNumber[16]) % 2 === 1).toBe(sex === '男');
    }
  });
});

describe('the catalogue of the demo', () => {
  it('has eight types, each issued by one authority, with 8 to 14 fields', () => {
    expect(licenceTypes).toHaveLength(8);
    expect(authorities).toHaveLength(5);
    const issued = authorities.flatMap((one) => one.typeCodes);
    expect([...issued].sort()).toEqual(licenceTypes.map((type) => type.code).sort());
    for (const { definition } of licenceTypes) {
      expect(definition.fields.length).toBeGreaterThanOrEqual(8);
      expect(definition.fields.length).toBeLessThanOrEqual(14);
    }
  });

  it('says of each code whether it is made up', () => {
    const real = licenceTypes.filter((type) => !type.fictitious).map((type) => type.code);
    expect(real).toEqual(['11100000000013127D001', '11100000MB0143028R001', '11100000MB03271699001']);
    for (const type of licenceTypes.filter((one) => one.fictitious)) expect(type.code).toMatch(/90[12]$/);
  });

  it('names nobody who has a login: it lies in clear', () => {
    const clear = JSON.stringify([licenceTypes, matters, institutions]);
    for (const { name, code } of logins) {
      expect(clear).not.toContain(name);
      expect(clear).not.toContain(code);
    }
  });

  it('has two matters for each institution', () => {
    expect(matters.map((matter) => matter.role)).toEqual(['hospital', 'hospital', 'bank', 'bank', 'school', 'school']);
  });
});

describe('licences of the demo', () => {
  const licences = demoLicences();

  it('are the same at each call, under keys and numbers of their own', () => {
    expect(demoLicences()).toEqual(licences);
    expect(unique(licences.map((one) => one.idempotencyKey))).toBe(true);
    const numbers = licences.map(({ body }) => `${body.typeCode} ${body.licenceNumber}`);
    expect(numbers.every((number) => !number.endsWith('undefined'))).toBe(true);
    expect(unique(numbers)).toBe(true);
  });

  it('are issued by who may, to holders that the type takes, and give everybody several', () => {
    const held = new Map<string, number>();
    for (const { authority, body } of licences) {
      expect(authorities.find((one) => one.creditCode === authority)?.typeCodes).toContain(body.typeCode);
      const { definition } = licenceTypes.find((type) => type.code === body.typeCode)!;
      expect(body.holders.length).toBeLessThanOrEqual(definition.maxHolders);
      for (const { kind, codeType, code } of body.holders) {
        expect(definition.holderKinds).toContain(kind);
        expect(checkHolderCode(codeType, code).ok).toBe(true);
        held.set(code, (held.get(code) ?? 0) + 1);
      }
    }
    for (const { citizenNumber } of people) expect(held.get(citizenNumber)).toBeGreaterThanOrEqual(3);
    for (const { creditCode } of companies) expect(held.get(creditCode)).toBe(1);
  });

  it('end only where the type allows it, and not for years, examples among them', () => {
    const bodies = [...licences.map((one) => one.body), ...licenceTypes.map((type) => type.definition.example)];
    for (const { typeCode, validFrom, validUntil } of bodies) {
      const { validity } = licenceTypes.find((type) => type.code === typeCode)!.definition;
      if (validity === 'none') expect(validUntil).toBeUndefined();
      if (validity === 'required') expect(validUntil).toBeDefined();
      expect((validFrom ?? '') < '2026-11-24').toBe(true);
      if (validUntil !== undefined) expect(validUntil > '2030').toBe(true);
    }
  });
});
