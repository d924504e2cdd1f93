import type { NewLicenceType } from '../../../../catalogue/index.js';
import { authorityOf } from '../authorities.js';
import { companyHolder, type IssueBody } from '../bodies.js';
import { type DemoCompany, specimenCompany } from '../companies.js';
import { businessLicence, ministries } from '../type-codes.js';
import { date, decimal, text } from './fields.js';

export function businessLicenceBody(company: DemoCompany): IssueBody {
  return {
    typeCode: businessLicence,
    holders: [companyHolder(company)],
    licenceNumber: `${company.creditCode}(1-1)`,
    faceData: {
      name: company.name,
      creditCode: company.creditCode,
      companyType: '有限责任公司',
      legalRepresentative: company.legalRepresentative.name,
      registeredCapital: company.capital,
      currency: '人民币',
      establishedOn: company.establishedOn,
      businessTerm: '长期',
      address: company.address,
      businessScope: company.scope,
      registrationAuthority: authorityOf(businessLicence).name['zh-CN'],
      approvedOn: '2025-03-18',
    },
    validFrom: company.establishedOn,
    legalBasis: '《中华人民共和国市场主体登记管理条例》第二十一条',
  };
}

const { licenceNumber: _, ...example } = businessLicenceBody(specimenCompany);

export const businessLicenceType: NewLicenceType = {
  code: businessLicence,
  name: { 'zh-CN': '营业执照', en: 'Business licence' },
  definingAuthority: ministries.marketRegulation.name,
  fictitious: false,
  definition: {
    holderKinds: ['organisation'],
    maxHolders: 1,
    validity: 'optional',
    fields: [
      text('name', '名称', 'Name'),
      text('creditCode', '统一社会信用代码', 'Unified social credit code', {
        max: 18,
        pattern: '[0-9A-HJ-NPQRTUWXY]{18}',
      }),
      text('companyType', '类型', 'Type'),
      text('legalRepresentative', '法定代表人', 'Legal representative', { max: 50 }),
      decimal('registeredCapital', '注册资本（万元）', 'Registered capital (10,000)'),
      text('currency', '币种', 'Currency', { max: 10 }),
      date('establishedOn', '成立日期', 'Established on'),
      text('businessTerm', '营业期限', 'Business term', { max: 50, optional: true }),
      text('address', '住所', 'Domicile', { max: 200 }),
      text('businessScope', '经营范围', 'Business scope', { max: 4000 }),
      text('registrationAuthority', '登记机关', 'Registration authority'),
      date('approvedOn', '核准日期', 'Approved on'),
    ],
    example,
  },
};
