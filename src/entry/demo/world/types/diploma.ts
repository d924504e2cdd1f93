import type { NewLicenceType } from '../../../../catalogue/index.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { type DemoPerson, specimens } from '../people.js';
import { portraitOfPerson } from '../portrait-of-person.js';
import { diploma, ministries } from '../type-codes.js';
import { birthDate, date, decimal, personName, portrait, sex, text } from './fields.js';
import { registerNumber, schoolingOf } from './schooling.js';

export function diplomaBody(person: DemoPerson): IssueBody {
  const { institution, institutionCode, major, enrolledOn, graduatedOn } = schoolingOf(person);
  return {
    typeCode: diploma,
    holders: [personHolder(person)],
    licenceNumber: registerNumber(person, '05'),
    faceData: {
      name: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      institution,
      institutionCode,
      major,
      level: '本科',
      studyForm: '普通全日制',
      duration: '4',
      enrolledOn,
      graduatedOn,
      completion: '毕业',
      president: '方学远',
      portrait: portraitOfPerson(person),
    },
    legalBasis: '《中华人民共和国高等教育法》第二十条',
  };
}

const { licenceNumber: _, ...example } = diplomaBody(specimens[0]!);

export const diplomaType: NewLicenceType = {
  code: diploma,
  name: { 'zh-CN': '学历证书', en: 'Academic diploma' },
  definingAuthority: ministries.education.name,
  fictitious: true,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'none',
    fields: [
      personName(),
      sex(),
      birthDate(),
      text('institution', '毕业院校', 'Institution'),
      text('institutionCode', '院校标识码', 'Code of the institution', { max: 10, pattern: '[0-9]{10}' }),
      text('major', '专业', 'Major'),
      text('level', '学历层次', 'Level', { max: 10, values: ['专科', '本科', '硕士研究生', '博士研究生'] }),
      text('studyForm', '学习形式', 'Form of study', {
        max: 10,
        values: ['普通全日制', '业余', '函授', '脱产', '非全日制'],
      }),
      decimal('duration', '学制（年）', 'Duration (years)'),
      date('enrolledOn', '入学日期', 'Enrolled on'),
      date('graduatedOn', '毕业日期', 'Graduated on'),
      text('completion', '毕结业结论', 'Completion', { max: 10, values: ['毕业', '结业', '肄业'] }),
      text('president', '校（院）长姓名', 'President', { max: 50 }),
      portrait(),
    ],
    example,
  },
};
