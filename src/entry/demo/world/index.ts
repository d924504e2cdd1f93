export { authorities, authorityOf, type DemoAuthority } from './authorities.js';
export type { IssueBody } from './bodies.js';
export { companies, type DemoCompany } from './companies.js';
export { type DemoInstitution, type DemoRole, institutions } from './institutions.js';
export { type DemoLicence, demoLicences } from './licences.js';
export { type DemoLogin, logins } from './logins.js';
export { matters } from './matters.js';
export { type DemoPerson, people, specimens } from './people.js';
export { licenceTypes } from './types/index.js';
