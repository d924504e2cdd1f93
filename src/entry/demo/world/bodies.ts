import type { ExampleBody } from '../../../catalogue/index.js';
import type { DemoCompany } from './companies.js';
import type { DemoPerson } from './people.js';

/** A body of `POST /v1/licences`. */
export type IssueBody = ExampleBody & { licenceNumber?: string };

export const personHolder = ({ citizenNumber, name }: DemoPerson): IssueBody['holders'][number] => ({
  kind: 'person',
  codeType: '111',
  code: citizenNumber,
  name,
});

export const companyHolder = ({ creditCode, name }: DemoCompany): IssueBody['holders'][number] => ({
  kind: 'organisation',
  codeType: '001',
  code: creditCode,
  name,
});
