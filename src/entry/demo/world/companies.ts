import { creditCode } from './codes.js';
import { adults, type DemoPerson, people, specimens } from './people.js';
import { city, districts } from './places.js';

/** A company of the demo. None of these exists. */
export interface DemoCompany {
  /** 1 to 10 in the order of logins; the specimen follows. */
  number: number;
  name: string;
  creditCode: string;
  /** In 10,000 yuan. */
  capital: string;
  establishedOn: string;
  address: string;
  scope: string;
  legalRepresentative: DemoPerson;
}

// Name, business scope, capital.
const rows: readonly (readonly [string, string, string])[] = [
  ['青榆软件', '软件开发；信息系统集成服务；信息技术咨询服务', '500.00'],
  ['白鹭物流', '道路货物运输；仓储服务；国内货物运输代理', '1200.00'],
  ['观澜建设', '房屋建筑工程；市政公用工程；建筑劳务分包', '5000.00'],
  ['云栖餐饮', '餐饮服务；食品销售；餐饮管理', '80.00'],
  ['石坪茶业', '茶叶种植；茶叶制品生产；农副产品销售', '300.00'],
  ['望山医疗器械', '第二类医疗器械销售；医疗设备租赁', '800.00'],
  ['听雨文化传播', '组织文化艺术交流活动；图文设计制作；会议及展览服务', '100.00'],
  ['临河机械制造', '通用设备制造；机械零件加工；货物进出口', '2600.00'],
  ['晨汐新能源', '太阳能发电技术服务；储能技术服务；充电设施运营', '10000.00'],
  ['小满家政', '家政服务；建筑物清洁服务；养老服务', '50.00'],
];

export const companies: readonly DemoCompany[] = rows.map(([name, scope, capital], index) =>
  company(index, name, scope, capital, adults[index * 2]!),
);

/** The company of the catalogue's examples. */
export const specimenCompany: DemoCompany = company(
  10,
  '样例科技',
  '技术开发；技术咨询；技术转让',
  '200.00',
  specimens[0]!,
);

/** Where an adult works. */
export const employerOf = (person: DemoPerson): DemoCompany =>
  person.number > people.length ? specimenCompany : companies[person.number % companies.length]!;

function company(
  index: number,
  name: string,
  scope: string,
  capital: string,
  legalRepresentative: DemoPerson,
): DemoCompany {
  const district = districts[index % districts.length]!;
  return {
    number: index + 1,
    name: `${city.name}${name}有限公司`,
    creditCode: creditCode('91', district.code, `MAD9D0${String(index).padStart(2, '0')}`),
    capital,
    establishedOn: `${2008 + index}-0${(index % 9) + 1}-${10 + index}`,
    address: `${city.name}${district.name}创新路${100 + index * 8}号`,
    scope,
    legalRepresentative,
  };
}
