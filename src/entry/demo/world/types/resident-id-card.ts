import type { NewLicenceType } from '../../../../catalogue/index.js';
import { authorityOf } from '../authorities.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { type DemoPerson, specimens } from '../people.js';
import { portraitOfPerson } from '../portrait-of-person.js';
import { ministries, residentIdCard } from '../type-codes.js';
import { birthDate, citizenNumberField, ethnicity, personName, portrait, sex, text } from './fields.js';

/** An ID card: by age it is good for 5, 10 or 20 years, or for life. */
export function residentIdCardBody(person: DemoPerson): IssueBody {
  const [period, validFrom, validUntil] = periodOf(Number(person.birthDate.slice(0, 4)));
  return {
    typeCode: residentIdCard,
    holders: [personHolder(person)],
    licenceNumber: person.citizenNumber,
    faceData: {
      name: person.name,
      sex: person.sex,
      ethnicity: person.ethnicity,
      birthDate: person.birthDate,
      address: person.address,
      citizenNumber: person.citizenNumber,
      issuingAuthority: `${authorityOf(residentIdCard).name['zh-CN']}${person.district.name}分局`,
      validityPeriod: period,
      regionCode: person.district.code,
      portrait: portraitOfPerson(person),
    },
    validFrom,
    ...(validUntil !== undefined && { validUntil }),
    legalBasis: '《中华人民共和国居民身份证法》第五条',
  };
}

const { licenceNumber: _, ...example } = residentIdCardBody(specimens[0]!);

export const residentIdCardType: NewLicenceType = {
  code: residentIdCard,
  name: { 'zh-CN': '居民身份证', en: 'Resident ID card' },
  definingAuthority: ministries.publicSecurity.name,
  fictitious: false,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'optional',
    fields: [
      personName(),
      sex(),
      ethnicity(),
      birthDate(),
      text('address', '住址', 'Address', { max: 200 }),
      citizenNumberField(),
      text('issuingAuthority', '签发机关', 'Issuing authority'),
      text('validityPeriod', '有效期限', 'Period of validity', { max: 10, values: ['5年', '10年', '20年', '长期'] }),
      text('regionCode', '行政区划代码', 'Administrative division code', {
        max: 6,
        pattern: '[0-9]{6}',
        optional: true,
      }),
      portrait(),
    ],
    example,
  },
};

function periodOf(born: number): [period: string, from: string, until?: string] {
  if (born < 1978) return ['长期', '2019-04-02'];
  return born < 2000 ? ['20年', '2024-06-03', '2044-06-03'] : ['5年', '2026-06-01', '2031-06-01'];
}
