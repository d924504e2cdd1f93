import type { NewLicenceType } from '../../catalogue/index.js';
import type { IssueRequest } from '../http/licences.schema.js';
import { citizenNumber } from './codes.js';

const code = '11100000MB0143028R001';

const label = (chinese: string, english: string) => ({ 'zh-CN': chinese, en: english });
const text = (name: string, chinese: string, english: string) => ({
  name,
  label: label(chinese, english),
  type: 'text' as const,
  required: true,
  maxLength: 200,
});

/** A licence type of a dozen fields. */
export const businessLicence: NewLicenceType = {
  code,
  name: label('营业执照', 'Business licence'),
  definingAuthority: '国家市场监督管理总局',
  fictitious: true,
  definition: {
    holderKinds: ['person', 'organisation'],
    maxHolders: 3,
    validity: 'optional',
    fields: [
      text('companyName', '名称', 'Name'),
      text('companyType', '类型', 'Type'),
      text('legalRepresentative', '法定代表人', 'Legal representative'),
      text('address', '住所', 'Address'),
      text('scope', '经营范围', 'Scope of business'),
      text('capital', '注册资本', 'Registered capital'),
      text('registrationAuthority', '登记机关', 'Registration authority'),
      { name: 'established', label: label('成立日期', 'Date of establishment'), type: 'date', required: true },
    ],
    example: {
      typeCode: code,
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '甲' }],
      faceData: face('甲'),
    },
  },
};

function face(person: string) {
  return {
    companyName: `${person}餐饮有限公司`,
    companyType: '有限责任公司',
    legalRepresentative: person,
    address: '长沙市岳麓区麓谷大道1号',
    scope: '餐饮服务；食品销售；日用百货销售；会议及展览服务',
    capital: '人民币壹佰万元整',
    registrationAuthority: '长沙市市场监督管理局',
    established: '2020-05-01',
  };
}

/** A body that is good to issue; `n` chooses the person. */
export function request(n: number, more: Partial<IssueRequest> = {}): IssueRequest {
  const person = `欧阳某${n}`;
  return {
    typeCode: code,
    holders: [{ kind: 'person', codeType: '111', code: citizenNumber(n), name: person }],
    faceData: face(person),
    validUntil: '2036-11-23',
    ...more,
  };
}
