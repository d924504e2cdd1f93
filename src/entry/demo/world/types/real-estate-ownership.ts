import type { NewLicenceType } from '../../../../catalogue/index.js';
import { authorityOf } from '../authorities.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { peopleOf, specimens } from '../people.js';
import { city } from '../places.js';
import { ministries, realEstateOwnership } from '../type-codes.js';
import { date, decimal, text } from './fields.js';

/** A family's home, owned by both parents. */
export function realEstateOwnershipBody(family: number): IssueBody {
  const [father, mother] = peopleOf(family);
  if (!father || !mother) throw new Error(`there is no family ${family}`);
  return {
    typeCode: realEstateOwnership,
    holders: [personHolder(father), personHolder(mother)],
    licenceNumber: `岚(2021)${city.name}不动产权第${String(1_000_101 + family * 13)}号`,
    faceData: {
      rightHolders: `${father.name}、${mother.name}`,
      coOwnership: '共同共有',
      location: father.address,
      unitNumber: `${father.district.code}003${padded(family, 3)}GB${padded(family * 7, 5)}F${padded((family + 1) * 10_000 + 501, 8)}`,
      rightType: '国有建设用地使用权/房屋所有权',
      rightNature: '出让/市场化商品房',
      usage: '城镇住宅用地/住宅',
      landArea: `${(18.4 + family).toFixed(2)}`,
      buildingArea: `${(89.5 + family * 4.25).toFixed(2)}`,
      usePeriod: '国有建设用地使用权 2010年06月01日起2080年05月31日止',
      structure: '钢筋混凝土结构',
      registeredOn: '2021-08-16',
      registrationAuthority: authorityOf(realEstateOwnership).name['zh-CN'],
    },
    legalBasis: '《不动产登记暂行条例》第二十一条',
  };
}

const { licenceNumber: _, ...example } = realEstateOwnershipBody(specimens[0]!.family);

export const realEstateOwnershipType: NewLicenceType = {
  code: realEstateOwnership,
  name: { 'zh-CN': '不动产权证书', en: 'Real-estate ownership certificate' },
  definingAuthority: ministries.naturalResources.name,
  fictitious: false,
  definition: {
    holderKinds: ['person', 'organisation'],
    maxHolders: 50,
    validity: 'none',
    fields: [
      text('rightHolders', '权利人', 'Right holders', { max: 500 }),
      text('coOwnership', '共有情况', 'Co-ownership', { max: 10, values: ['单独所有', '共同共有', '按份共有'] }),
      text('location', '坐落', 'Location', { max: 200 }),
      text('unitNumber', '不动产单元号', 'Real-estate unit number', { max: 28, pattern: '[0-9A-Z]{28}' }),
      text('rightType', '权利类型', 'Type of right'),
      text('rightNature', '权利性质', 'Nature of right'),
      text('usage', '用途', 'Usage'),
      decimal('landArea', '土地面积（平方米）', 'Land area (m²)', 'optional'),
      decimal('buildingArea', '建筑面积（平方米）', 'Building area (m²)'),
      text('usePeriod', '使用期限', 'Period of use'),
      text('structure', '房屋结构', 'Structure', { optional: true }),
      date('registeredOn', '登记日期', 'Registered on'),
      text('registrationAuthority', '登记机构', 'Registration authority'),
    ],
    example,
  },
};

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
