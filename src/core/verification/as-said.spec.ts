import { describe, expect, it } from '@jest/globals';
import type { CarrierSaid } from '../carrier/said.js';
import { asSaid } from './as-said.js';
import type { ReportedLicence } from './report.js';
import { codeA, identifier, typeCode } from './testing/world.js';

const first = { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' } as const;
const second = { kind: 'organisation', codeType: '001', code: codeA, name: '甲公司' } as const;
const always = {
  identifier: identifier(),
  typeCode,
  issuer: { name: { 'zh-CN': '机构', en: 'Authority' }, creditCode: codeA },
  issuanceDate: '2026-03-02',
  state: 'active',
} as const;
/** With fields whose names are steps of other pointers too. */
const faceData = { scope: '餐饮', portrait: 'AAAA', name: '店', '0': '零', 'a/b': '斜', partners: [{ name: '李四' }] };
const licence: ReportedLicence = { ...always, licenceNumber: '(2026) 0042', holders: [first, second], faceData };
const nothing = { ...always, holders: [{}, {}], faceData: {} };

const said = (fields: string[], also: Pick<CarrierSaid, 'texts' | 'pictures'> = {}, from = licence) => {
  const masterDigest = `sha-256:${'A'.repeat(43)}` as const;
  return asSaid(from, {
    identifier: from.identifier,
    masterDigest,
    fields: new Map(fields.map((p) => [p, ''])),
    ...also,
  });
};
const shown = (...pointers: string[]) => said([], { texts: pointers.map((pointer) => ({ pointer, text: '' })) });

describe(asSaid.name, () => {
  it('shows of a carrier that says little what every master says in clear', () => {
    expect(said([])).toEqual(nothing);
    expect(said(['/identifier', '/issuanceDate', '/validFrom'])).toEqual(nothing);
  });

  it('shows the number to whoever says it, as value or on a page, and makes up none', () => {
    expect(said(['/licenceNumber'])).toEqual({ ...nothing, licenceNumber: '(2026) 0042' });
    expect(shown('/licenceNumber')).toEqual({ ...nothing, licenceNumber: '(2026) 0042' });
    const { licenceNumber: _number, ...without } = licence;
    expect(said(['/licenceNumber'], {}, without)).not.toHaveProperty('licenceNumber');
  });

  it('shows of each holder the members that are said of that one', () => {
    expect(said(['/holders/0/name']).holders).toEqual([{ name: '张三' }, {}]);
    expect(said(['/holders/1/name', '/holders/1/code']).holders).toEqual([{}, { name: '甲公司', code: codeA }]);
    expect(shown('/holders/0/code').holders).toEqual([{ code: first.code }, {}]);
  });

  it('shows the names alone to a page that says the holders side by side, and all to who says all of them', () => {
    expect(shown('/holders').holders).toEqual([{ name: '张三' }, { name: '甲公司' }]);
    expect(said(['/holders']).holders).toEqual([first, second]);
  });

  it('shows the fields of the face that are said, as value, text or picture', () => {
    expect(said(['/faceData/scope'])).toEqual({ ...nothing, faceData: { scope: '餐饮' } });
    expect(shown('/faceData/scope')).toEqual({ ...nothing, faceData: { scope: '餐饮' } });
    const pictures = [{ pointer: '/faceData/portrait', digest: `sha-256:${'A'.repeat(43)}` as const }];
    expect(said(['/faceData/a~1b'], { pictures })).toEqual({ ...nothing, faceData: { portrait: 'AAAA', 'a/b': '斜' } });
    expect(shown('/faceData/partners/0/name')).toEqual({ ...nothing, faceData: { partners: faceData.partners } });
    expect(said(['/faceData'])).toEqual({ ...nothing, faceData });
  });

  it('takes no step of one pointer for that of another', () => {
    expect(said(['/issuer/name', '/issuer/0', '/typeName'])).toEqual(nothing);
    expect(said(['/faceData/0'])).toEqual({ ...nothing, faceData: { '0': '零' } });
    expect(said(['/faceData/0/code'])).toEqual({ ...nothing, faceData: { '0': '零' } });
    expect(said(['/holders/0/scope', '/holders/0/portrait'])).toEqual(nothing);
  });
});
