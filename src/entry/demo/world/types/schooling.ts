import type { DemoPerson } from '../people.js';

/** What and where a demo adult studied. */
export interface Schooling {
  institution: string;
  institutionCode: string;
  discipline: string;
  major: string;
  enrolledOn: string;
  graduatedOn: string;
}

const majors = [
  ['工学', '软件工程'],
  ['医学', '临床医学'],
  ['管理学', '会计学'],
  ['文学', '汉语言文学'],
  ['工学', '土木工程'],
] as const;

export function schoolingOf(person: DemoPerson): Schooling {
  const [discipline, major] = majors[person.number % majors.length]!;
  const enrolled = Number(person.birthDate.slice(0, 4)) + 18;
  return {
    institution: person.number % 2 === 0 ? '云渡理工大学' : '云渡大学',
    institutionCode: person.number % 2 === 0 ? '4147010002' : '4147010001',
    discipline,
    major,
    enrolledOn: `${enrolled}-09-01`,
    graduatedOn: `${enrolled + 4}-06-30`,
  };
}

/** A number as the Ministry's register writes it: institution, year, serial. */
export const registerNumber = (person: DemoPerson, kind: '05' | '4'): string => {
  const { institutionCode, graduatedOn } = schoolingOf(person);
  return `${institutionCode.slice(5)}1${graduatedOn.slice(0, 4)}${kind}${String(person.number).padStart(6, '0')}`;
};
