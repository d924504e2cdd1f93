import { citizenNumber } from './codes.js';
import { city, type District, districts } from './places.js';

/** A person of the demo. Nobody of these exists. */
export interface DemoPerson {
  /** 1 to 40 in the order of logins; specimens follow. */
  number: number;
  name: string;
  sex: '男' | '女';
  ethnicity: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  citizenNumber: string;
  address: string;
  district: District;
  family: number;
  place: 'father' | 'mother' | 'child' | 'grandparent';
}

const places = ['father', 'mother', 'child', 'grandparent'] as const;
// Father, mother, child and a grandparent; + marks a boy or a grandfather.
const families: readonly (readonly [string, string, string, string])[] = [
  ['沈砚川', '陆清棠', '沈映禾', '沈怀岳+'],
  ['顾维桢', '白芷苓', '顾星遥+', '乔素弦'],
  ['闻景澜', '温婉笙', '闻知微', '闻仲阙+'],
  ['柏舟屿', '苏荔阳', '柏以宁+', '叶蕴秋'],
  ['祁望舒', '简蓁蓁', '祁小满', '祁伯甫+'],
  ['容与安', '黎若蘅', '容听澜+', '池静姝'],
  ['骆云深', '阮疏桐', '骆青榆', '骆世槐+'],
  ['卓行远', '尹晴岚', '卓予舟+', '裴玉砚'],
  ['晏修竹', '纪霜序', '晏朝朝', '晏守拙+'],
  ['鹿鸣谦', '桑晚渔', '鹿一禾+', '翁瑞芷'],
];
// Whoever stands in the examples of the catalogue, which lie in clear: none of them has a login.
const specimenFamily = ['云一帆', '辛念真', '云初霁', '云孟昭+'] as const;
const streets = ['听雨路18号', '青石街27号', '观澜大道106号', '白鹭巷9号', '云栖路55号'];
const ethnicities = ['汉', '汉', '汉', '回', '汉', '汉', '苗', '汉', '汉', '土家'];
const years = { father: 1978, mother: 1980, child: 2009, grandparent: 1950 };

export const people: readonly DemoPerson[] = families.flatMap((names, family) =>
  names.map((marked, index) => person(marked, family, index)),
);

/** Father, mother, child and grandparent of the catalogue's examples. */
export const specimens: readonly DemoPerson[] = specimenFamily.map((marked, index) =>
  person(marked, families.length, index),
);

export const peopleOf = (family: number): readonly DemoPerson[] =>
  [...people, ...specimens].filter((one) => one.family === family);

export const adults: readonly DemoPerson[] = people.filter((one) => one.place === 'father' || one.place === 'mother');

function person(marked: string, family: number, index: number): DemoPerson {
  const place = places[index]!;
  const sex = place === 'father' || marked.endsWith('+') ? '男' : '女';
  const district = districts[family % districts.length]!;
  const month = ((family * 5 + index * 3) % 12) + 1;
  const day = ((family * 7 + index * 11) % 28) + 1;
  const birthDate = `${years[place] + family}-${two(month)}-${two(day)}`;
  return {
    number: family * places.length + index + 1,
    name: marked.replace('+', ''),
    sex,
    ethnicity: ethnicities[family % ethnicities.length]!,
    birthDate,
    citizenNumber: citizenNumber(district.code, birthDate, 100 + family * 8 + index * 2 + (sex === '男' ? 1 : 0)),
    address: `${city.name}${district.name}${streets[family % streets.length]}${family + 1}栋${family + 2}01室`,
    district,
    family,
    place,
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
