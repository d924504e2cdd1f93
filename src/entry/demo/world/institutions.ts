import type { Bilingual } from '../../../catalogue/index.js';
import { authorities } from './authorities.js';
import { creditCode } from './codes.js';
import { city } from './places.js';

/** Roles of demo clients, as `demo.json` names them. */
export type DemoRole = 'department' | 'hospital' | 'bank' | 'school' | 'official' | 'auditor' | 'operator';

/** An organisation of the demo with its one client. */
export interface DemoInstitution {
  clientId: string;
  role: DemoRole;
  kind: 'authority' | 'relying' | 'operator';
  creditCode: string;
  name: Bilingual;
  scopes: readonly string[];
  /** What it may issue. */
  typeCodes: readonly string[];
}

const other = (
  role: Exclude<DemoRole, 'department'>,
  kind: 'relying' | 'operator',
  code: string,
  [chinese, english]: readonly [string, string],
  ...scopes: string[]
): DemoInstitution => ({
  clientId: role,
  role,
  kind,
  creditCode: code,
  name: { 'zh-CN': `${city.name}${chinese}`, en: `${city.english} ${english}` },
  scopes,
  typeCodes: [],
});

const bureau = (organisation: string) => creditCode('11', city.code, organisation);
const institution = (organisation: string) => creditCode('12', city.code, organisation);

export const institutions: readonly DemoInstitution[] = [
  ...authorities.map(
    ({ key, creditCode, name, typeCodes }): DemoInstitution => ({
      clientId: `department-${key}`,
      role: 'department',
      kind: 'authority',
      creditCode,
      name,
      scopes: ['licence:issue', 'licence:manage', 'licence:read'],
      typeCodes,
    }),
  ),
  other('hospital', 'relying', institution('99471001'), ['第一人民医院', 'First People’s Hospital'], 'reuse:use'),
  other('bank', 'relying', creditCode('91', city.code, '99471002'), ['农商银行', 'Rural Commercial Bank'], 'reuse:use'),
  other('school', 'relying', institution('99471003'), ['实验学校', 'Experimental School'], 'reuse:use'),
  other('official', 'relying', bureau('99471004'), ['民政局', 'Civil Affairs Bureau'], 'reuse:ex-officio'),
  other('auditor', 'relying', bureau('99471005'), ['审计局', 'Audit Bureau'], 'audit:read', 'insight:read'),
  other(
    'operator',
    'operator',
    bureau('99471006'),
    ['政务服务和数据管理局', 'Government Services and Data Administration'],
    'catalogue:manage',
    'insight:read',
  ),
];
