import type { NewLicenceType } from '../../../../catalogue/index.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { type DemoPerson, specimens } from '../people.js';
import { degree, ministries } from '../type-codes.js';
import { birthDate, date, personName, sex, text } from './fields.js';
import { registerNumber, schoolingOf } from './schooling.js';

const disciplines = '哲学 经济学 法学 教育学 文学 历史学 理学 工学 农学 医学 军事学 管理学 艺术学 交叉学科'.split(' ');

export function degreeBody(person: DemoPerson): IssueBody {
  const { institution, discipline, major, graduatedOn } = schoolingOf(person);
  return {
    typeCode: degree,
    holders: [personHolder(person)],
    licenceNumber: registerNumber(person, '4'),
    faceData: {
      name: person.name,
      sex: person.sex,
      birthDate: person.birthDate,
      institution,
      degreeLevel: '学士',
      degreeType: '学术学位',
      discipline,
      major,
      conferredOn: graduatedOn,
      committeeChair: '方学远',
    },
    legalBasis: '《中华人民共和国学位法》第三条',
  };
}

const { licenceNumber: _, ...example } = degreeBody(specimens[1]!);

export const degreeType: NewLicenceType = {
  code: degree,
  name: { 'zh-CN': '学位证书', en: 'Degree certificate' },
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
      text('institution', '学位授予单位', 'Institution'),
      text('degreeLevel', '学位级别', 'Degree', { max: 10, values: ['学士', '硕士', '博士'] }),
      text('degreeType', '学位类型', 'Type of degree', { max: 10, values: ['学术学位', '专业学位'] }),
      text('discipline', '学科门类', 'Discipline', { max: 10, values: disciplines }),
      text('major', '专业', 'Major'),
      date('conferredOn', '授予日期', 'Conferred on'),
      text('committeeChair', '学位评定委员会主席', 'Chair of the degree committee', { max: 50 }),
    ],
    example,
  },
};
