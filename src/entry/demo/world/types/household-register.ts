import type { NewLicenceType } from '../../../../catalogue/index.js';
import { type IssueBody, personHolder } from '../bodies.js';
import { type DemoPerson, peopleOf, specimens } from '../people.js';
import { city } from '../places.js';
import { householdRegister, ministries } from '../type-codes.js';
import { birthDate, citizenNumberField, date, ethnicity, list, personName, sex, text } from './fields.js';

const relations = { father: '户主', mother: '妻', child: '子女', grandparent: '父母' } as const;
const relationValues = ['户主', '夫', '妻', '子女', '父母', '兄弟姐妹', '祖父母', '孙子女', '其他'];

/** The page of one member in its household's register. */
export function householdRegisterBody(person: DemoPerson): IssueBody {
  const members = peopleOf(person.family);
  const married = person.place === 'child' ? '未婚' : person.place === 'grandparent' ? '丧偶' : '有配偶';
  return {
    typeCode: householdRegister,
    holders: [personHolder(person)],
    licenceNumber: `${person.district.code}${String(person.family + 1).padStart(6, '0')}-${person.number}`,
    faceData: {
      householdType: '家庭户',
      householdNumber: `${person.district.code}${String(person.family + 1).padStart(6, '0')}`,
      headName: members[0]!.name,
      address: person.address,
      name: person.name,
      relationToHead: relations[person.place],
      sex: person.sex,
      ethnicity: person.ethnicity,
      birthDate: person.birthDate,
      citizenNumber: person.citizenNumber,
      nativePlace: city.name,
      maritalStatus: married,
      registeredOn: '2018-05-21',
      members: members.map((one) => ({ name: one.name, relation: relations[one.place], birthDate: one.birthDate })),
    },
    legalBasis: '《中华人民共和国户口登记条例》第四条',
  };
}

const { licenceNumber: _, ...example } = householdRegisterBody(specimens[1]!);

export const householdRegisterType: NewLicenceType = {
  code: householdRegister,
  name: { 'zh-CN': '居民户口簿', en: 'Household register' },
  definingAuthority: ministries.publicSecurity.name,
  fictitious: true,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'none',
    fields: [
      text('householdType', '户别', 'Type of household', { max: 10, values: ['家庭户', '集体户'] }),
      text('householdNumber', '户号', 'Household number', { max: 20, pattern: '[0-9]{6,20}' }),
      text('headName', '户主姓名', 'Head of household', { max: 50 }),
      text('address', '住址', 'Address', { max: 200 }),
      personName(),
      text('relationToHead', '与户主关系', 'Relation to the head', { max: 10, values: relationValues }),
      sex(),
      ethnicity(),
      birthDate(),
      citizenNumberField(),
      text('nativePlace', '籍贯', 'Native place', { optional: true }),
      text('maritalStatus', '婚姻状况', 'Marital status', {
        max: 10,
        values: ['未婚', '有配偶', '丧偶', '离婚'],
        optional: true,
      }),
      date('registeredOn', '登记日期', 'Registered on'),
      list('members', '家庭成员', 'Members of the household', [
        personName(),
        text('relation', '与户主关系', 'Relation to the head', { max: 10, values: relationValues }),
        birthDate(),
      ]),
    ],
    example,
  },
};
