import type { NewLicenceType } from '../../../../catalogue/index.js';
import { authorityOf } from '../authorities.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { employerOf } from '../companies.js';
import { type DemoPerson, specimens } from '../people.js';
import { city } from '../places.js';
import { medicalInsurance, ministries } from '../type-codes.js';
import { birthDate, boolean, citizenNumberField, date, personName, sex, text } from './fields.js';

export function medicalInsuranceBody(person: DemoPerson): IssueBody {
  const works = person.place === 'father' || person.place === 'mother';
  return {
    typeCode: medicalInsurance,
    holders: [personHolder(person)],
    licenceNumber: `YB${city.code}${String(person.number).padStart(8, '0')}`,
    faceData: {
      name: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      citizenNumber: person.citizenNumber,
      insuranceNumber: `${city.code}${String(66_000_000 + person.number)}`,
      insuredPlace: city.name,
      insuredRegionCode: person.district.code,
      insuranceType: works ? '职工基本医疗保险' : '城乡居民基本医疗保险',
      personType: works ? '在职' : person.place === 'child' ? '未成年人' : '退休',
      insuredState: '正常参保',
      ...(works && { employerName: employerOf(person).name }),
      firstInsuredOn: works ? '2006-07-01' : '2012-09-01',
      remoteTreatment: person.number % 4 === 0,
      agency: authorityOf(medicalInsurance).name['zh-CN'],
    },
    legalBasis: '《医疗保障基金使用监督管理条例》第十七条',
  };
}

const { licenceNumber: _, ...example } = medicalInsuranceBody(specimens[1]!);

export const medicalInsuranceType: NewLicenceType = {
  code: medicalInsurance,
  name: { 'zh-CN': '医保电子凭证', en: 'Medical-insurance e-credential' },
  definingAuthority: ministries.healthcareSecurity.name,
  fictitious: true,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'optional',
    fields: [
      personName(),
      sex(),
      birthDate(),
      citizenNumberField(),
      text('insuranceNumber', '医保编号', 'Medical-insurance number', { max: 20, pattern: '[0-9A-Z]{6,20}' }),
      text('insuredPlace', '参保地', 'Insured place'),
      text('insuredRegionCode', '参保地区划代码', 'Division code of the insured place', {
        max: 6,
        pattern: '[0-9]{6}',
      }),
      text('insuranceType', '险种类型', 'Insurance', { max: 20, values: ['职工基本医疗保险', '城乡居民基本医疗保险'] }),
      text('personType', '人员类别', 'Group', { max: 10, values: ['在职', '退休', '未成年人', '其他居民'] }),
      text('insuredState', '参保状态', 'State of the insurance', {
        max: 10,
        values: ['正常参保', '暂停参保', '终止参保'],
      }),
      text('employerName', '单位名称', 'Employer', { optional: true }),
      date('firstInsuredOn', '首次参保日期', 'First insured on'),
      boolean('remoteTreatment', '异地就医备案', 'Registered for treatment elsewhere'),
      text('agency', '经办机构', 'Agency'),
    ],
    example,
  },
};
