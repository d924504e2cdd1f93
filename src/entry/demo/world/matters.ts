import type { Matter, Proof } from '../../../catalogue/index.js';
import * as type from './type-codes.js';

const proof = (code: string, [chinese, english]: [string, string], typeCode: string, fields: string[]): Proof => ({
  code,
  name: { 'zh-CN': chinese, en: english },
  handling: 'e-licence',
  typeCodes: [typeCode],
  fields,
});

const identity = (...more: string[]) =>
  proof('identity', ['身份证明', 'Proof of identity'], type.residentIdCard, ['name', 'citizenNumber', ...more]);

/** The six matters of the demo, each with the least that it needs. */
export const matters: readonly Matter[] = [
  {
    code: 'hospital-admission',
    name: { 'zh-CN': '住院登记', en: 'Hospital admission' },
    version: 1,
    role: 'hospital',
    legalBasis: '《医疗机构管理条例》第三十条；《医疗保障基金使用监督管理条例》第十五条',
    proofs: [
      identity('sex', 'birthDate', 'validUntil'),
      proof('insurance', ['参保证明', 'Proof of insurance'], type.medicalInsurance, [
        'name',
        'insuranceNumber',
        'insuranceType',
        'insuredState',
        'insuredPlace',
      ]),
    ],
  },
  {
    code: 'newborn-certificate',
    name: { 'zh-CN': '出生医学证明申领', en: 'Medical certificate of birth' },
    version: 1,
    role: 'hospital',
    legalBasis: '《中华人民共和国母婴保健法》第二十三条',
    proofs: [
      identity('ethnicity', 'address'),
      proof('household', ['户籍证明', 'Proof of household registration'], type.householdRegister, [
        'householdNumber',
        'headName',
        'address',
        'relationToHead',
      ]),
    ],
  },
  {
    code: 'bank-housing-loan',
    name: { 'zh-CN': '个人住房贷款', en: 'Housing loan' },
    version: 1,
    role: 'bank',
    legalBasis: '《个人贷款管理办法》第十三条',
    proofs: [
      identity('address', 'validUntil'),
      proof('marriage-household', ['户籍证明', 'Proof of household registration'], type.householdRegister, [
        'maritalStatus',
        'members',
      ]),
      proof('income', ['社保缴费证明', 'Proof of social-insurance payments'], type.socialInsurancePayment, [
        'employerName',
        'totalMonths',
        'contributionBase',
        'periodTo',
      ]),
      proof('property', ['不动产权属证明', 'Proof of real-estate ownership'], type.realEstateOwnership, [
        'licenceNumber',
        'rightHolders',
        'coOwnership',
        'location',
        'buildingArea',
      ]),
    ],
  },
  {
    code: 'bank-company-account',
    name: { 'zh-CN': '企业开立基本存款账户', en: 'Opening a company account' },
    version: 1,
    role: 'bank',
    legalBasis: '《人民币银行结算账户管理办法》第十七条',
    proofs: [
      proof('company', ['主体资格证明', 'Proof of registration'], type.businessLicence, [
        'name',
        'creditCode',
        'companyType',
        'legalRepresentative',
        'establishedOn',
        'businessScope',
        'state',
      ]),
      identity('validUntil'),
    ],
  },
  {
    code: 'school-enrolment',
    name: { 'zh-CN': '义务教育入学报名', en: 'Enrolment in compulsory education' },
    version: 1,
    role: 'school',
    legalBasis: '《中华人民共和国义务教育法》第十二条',
    proofs: [
      proof('household', ['户籍证明', 'Proof of household registration'], type.householdRegister, [
        'name',
        'birthDate',
        'headName',
        'relationToHead',
        'address',
      ]),
      proof('home', ['住所证明', 'Proof of home'], type.realEstateOwnership, ['rightHolders', 'location', 'usage']),
    ],
  },
  {
    code: 'school-teacher-appointment',
    name: { 'zh-CN': '教师聘用资格审查', en: 'Appointment of a teacher' },
    version: 1,
    role: 'school',
    legalBasis: '《中华人民共和国教师法》第十条、第十一条',
    proofs: [
      identity(),
      proof('diploma', ['学历证明', 'Proof of education'], type.diploma, [
        'licenceNumber',
        'institution',
        'major',
        'level',
        'graduatedOn',
      ]),
      proof('degree', ['学位证明', 'Proof of degree'], type.degree, [
        'licenceNumber',
        'degreeLevel',
        'discipline',
        'conferredOn',
      ]),
    ],
  },
];
