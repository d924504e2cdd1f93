import { companyHolder, personHolder } from './bodies.js';
import { companies } from './companies.js';
import { people } from './people.js';

/** A holder of the demo who may sign in. */
export interface DemoLogin {
  login: string;
  kind: 'person' | 'organisation';
  codeType: string;
  code: string;
  name: string;
}

/** `citizen01` to `citizen40`, then `company01` to `company10`. */
export const logins: readonly DemoLogin[] = [
  ...people.map((person) => ({ login: `citizen${two(person.number)}`, ...personHolder(person) })),
  ...companies.map((company) => ({ login: `company${two(company.number)}`, ...companyHolder(company) })),
];

function two(number: number): string {
  return String(number).padStart(2, '0');
}
