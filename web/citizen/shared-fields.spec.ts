import { describe, expect, it } from '@jest/globals';
import type { Matter, MyLicence } from '../client/index.js';
import { matterAsksFor, sharedFields } from './shared-fields.js';

const proof = (code: string, typeCodes: string[], fields: string[]) => ({
  code,
  name: code,
  handling: 'e-licence',
  typeCodes,
  fields,
});
const matter: Matter = {
  code: 'm',
  name: 'm',
  version: 1,
  proofs: [
    proof('a', ['T1', 'T2'], ['holders', 'area']),
    proof('b', ['T1'], ['area', 'state']),
    proof('c', ['T3'], ['secret']),
  ],
};
const licence = { typeCode: 'T1' } as MyLicence;

describe('what a holder agrees to', () => {
  it('lists each field of every proof that asks for the type, once, and no other', () => {
    expect(sharedFields(matter, licence)).toEqual(['holders', 'area', 'state']);
  });

  it('offers a matter only for a type that it asks for', () => {
    expect(matterAsksFor(matter, licence)).toBe(true);
    expect(matterAsksFor(matter, { typeCode: 'T9' } as MyLicence)).toBe(false);
  });
});
