import type { CarrierDefinition } from '../../../../catalogue/index.js';
import * as type from '../type-codes.js';
import { businessLicenceCarriers } from './business-licence.js';
import { degreeCarriers } from './degree.js';
import { diplomaCarriers } from './diploma.js';
import { householdRegisterCarriers } from './household-register.js';
import { medicalInsuranceCarriers } from './medical-insurance.js';
import { realEstateOwnershipCarriers } from './real-estate-ownership.js';
import { residentIdCardCarriers } from './resident-id-card.js';
import { socialInsurancePaymentCarriers } from './social-insurance-payment.js';

/** What the carriers of each type of the demo say and how its PDF looks, by the type's code. */
export const carrierDefinitions: ReadonlyMap<string, CarrierDefinition> = new Map([
  [type.residentIdCard, residentIdCardCarriers],
  [type.householdRegister, householdRegisterCarriers],
  [type.businessLicence, businessLicenceCarriers],
  [type.socialInsurancePayment, socialInsurancePaymentCarriers],
  [type.medicalInsurance, medicalInsuranceCarriers],
  [type.realEstateOwnership, realEstateOwnershipCarriers],
  [type.diploma, diplomaCarriers],
  [type.degree, degreeCarriers],
]);
