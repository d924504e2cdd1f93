import { authorityOf } from './authorities.js';
import type { IssueBody } from './bodies.js';
import { companies } from './companies.js';
import { adults, people } from './people.js';
import { businessLicenceBody } from './types/business-licence.js';
import { degreeBody } from './types/degree.js';
import { diplomaBody } from './types/diploma.js';
import { householdRegisterBody } from './types/household-register.js';
import { medicalInsuranceBody } from './types/medical-insurance.js';
import { realEstateOwnershipBody } from './types/real-estate-ownership.js';
import { residentIdCardBody } from './types/resident-id-card.js';
import { socialInsurancePaymentBody } from './types/social-insurance-payment.js';

/** One licence that the demo starts with. */
export interface DemoLicence {
  /** Credit code of the issuing authority. */
  authority: string;
  idempotencyKey: string;
  body: IssueBody;
}

/** The licences of the demo, always the same and in the same order: every person holds three at least, every company one. */
export function demoLicences(): DemoLicence[] {
  const families = people.filter((one) => one.place === 'father').map((one) => one.family);
  const bodies = [
    ...people.map(residentIdCardBody),
    ...people.map(householdRegisterBody),
    ...companies.map(businessLicenceBody),
    ...adults.map(socialInsurancePaymentBody),
    ...people.map(medicalInsuranceBody),
    ...families.map(realEstateOwnershipBody),
    ...adults.map(diplomaBody),
    ...adults.map(degreeBody),
  ];
  return bodies.map((body, index) => ({
    authority: authorityOf(body.typeCode).creditCode,
    idempotencyKey: `demo-${String(index + 1).padStart(4, '0')}`,
    body,
  }));
}
