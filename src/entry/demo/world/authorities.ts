import type { Bilingual } from '../../../catalogue/index.js';
import { creditCode } from './codes.js';
import { city } from './places.js';
import * as type from './type-codes.js';

/** An issuing authority of the demo and what it may issue. */
export interface DemoAuthority {
  /** Ends the id of its client. */
  key: 'police' | 'market' | 'social' | 'land' | 'education';
  creditCode: string;
  name: Bilingual;
  typeCodes: readonly string[];
}

const authority = (
  key: DemoAuthority['key'],
  organisation: string,
  chinese: string,
  english: string,
  typeCodes: string[],
) => ({
  key,
  creditCode: creditCode('11', city.code, organisation),
  name: { 'zh-CN': `${city.name}${chinese}`, en: `${city.english} ${english}` },
  typeCodes,
});

export const authorities: readonly DemoAuthority[] = [
  authority('police', '99470001', '公安局', 'Public Security Bureau', [type.residentIdCard, type.householdRegister]),
  authority('market', '99470002', '市场监督管理局', 'Administration for Market Regulation', [type.businessLicence]),
  authority('social', '99470003', '人力资源和社会保障局', 'Human Resources and Social Security Bureau', [
    type.socialInsurancePayment,
    type.medicalInsurance,
  ]),
  authority('land', '99470004', '自然资源和规划局', 'Natural Resources and Planning Bureau', [
    type.realEstateOwnership,
  ]),
  authority('education', '99470005', '教育局', 'Education Bureau', [type.diploma, type.degree]),
];

/** The authority that issues a type. */
export function authorityOf(typeCode: string): DemoAuthority {
  const found = authorities.find((one) => one.typeCodes.includes(typeCode));
  if (!found) throw new Error(`nobody issues ${typeCode}`);
  return found;
}
