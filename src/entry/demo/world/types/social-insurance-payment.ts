import type { NewLicenceType } from '../../../../catalogue/index.js';
import { authorityOf } from '../authorities.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { employerOf } from '../companies.js';
import { type DemoPerson, specimens } from '../people.js';
import { city } from '../places.js';
import { ministries, socialInsurancePayment } from '../type-codes.js';
import { citizenNumberField, date, decimal, integer, list, personName, text } from './fields.js';

const insurances = ['养老保险', '失业保险', '工伤保险', '医疗保险', '生育保险'];

export function socialInsurancePaymentBody(person: DemoPerson): IssueBody {
  const employer = employerOf(person);
  const months = 48 + person.number * 3;
  return {
    typeCode: socialInsurancePayment,
    holders: [personHolder(person)],
    licenceNumber: `SB${city.code}2026${String(person.number).padStart(6, '0')}`,
    faceData: {
      name: person.name,
      citizenNumber: person.citizenNumber,
      personalNumber: `${city.code}${String(8_800_000 + person.number)}`,
      insuredPlace: city.name,
      employerName: employer.name,
      employerCreditCode: employer.creditCode,
      periodFrom: '2020-01-01',
      periodTo: '2026-10-31',
      totalMonths: months,
      contributionBase: `${6000 + person.number * 150}.00`,
      payments: insurances.slice(0, 4).map((insurance) => ({ insurance, months, status: '参保缴费' })),
      agency: authorityOf(socialInsurancePayment).name['zh-CN'],
      printedOn: '2026-11-02',
    },
    legalBasis: '《中华人民共和国社会保险法》第七十四条',
  };
}

const { licenceNumber: _, ...example } = socialInsurancePaymentBody(specimens[0]!);

export const socialInsurancePaymentType: NewLicenceType = {
  code: socialInsurancePayment,
  name: { 'zh-CN': '社会保险参保缴费证明', en: 'Social-insurance payment certificate' },
  definingAuthority: ministries.socialSecurity.name,
  fictitious: true,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'optional',
    fields: [
      personName(),
      citizenNumberField(),
      text('personalNumber', '个人编号', 'Personal number', { max: 20, pattern: '[0-9A-Z]{6,20}' }),
      text('insuredPlace', '参保地', 'Insured place'),
      text('employerName', '单位名称', 'Employer', { optional: true }),
      text('employerCreditCode', '单位统一社会信用代码', 'Credit code of the employer', {
        max: 18,
        pattern: '[0-9A-HJ-NPQRTUWXY]{18}',
        optional: true,
      }),
      date('periodFrom', '缴费起始日期', 'Paid from'),
      date('periodTo', '缴费截止日期', 'Paid until'),
      integer('totalMonths', '累计缴费月数', 'Months paid in all'),
      decimal('contributionBase', '缴费基数（元）', 'Contribution base (yuan)'),
      list('payments', '分险种缴费情况', 'Payments by insurance', [
        text('insurance', '险种', 'Insurance', { max: 20, values: insurances }),
        integer('months', '缴费月数', 'Months paid'),
        text('status', '缴费状态', 'State', { max: 20, values: ['参保缴费', '暂停缴费', '终止缴费'] }),
      ]),
      text('agency', '经办机构', 'Agency'),
      date('printedOn', '打印日期', 'Printed on'),
    ],
    example,
  },
};
