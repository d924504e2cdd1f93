import type { NewLicenceType } from '../../../../catalogue/index.js';
import { businessLicenceType } from './business-licence.js';
import { degreeType } from './degree.js';
import { diplomaType } from './diploma.js';
import { householdRegisterType } from './household-register.js';
import { medicalInsuranceType } from './medical-insurance.js';
import { realEstateOwnershipType } from './real-estate-ownership.js';
import { residentIdCardType } from './resident-id-card.js';
import { socialInsurancePaymentType } from './social-insurance-payment.js';

/** The eight types of the demo's catalogue. */
export const licenceTypes: readonly NewLicenceType[] = [
  residentIdCardType,
  householdRegisterType,
  businessLicenceType,
  socialInsurancePaymentType,
  medicalInsuranceType,
  realEstateOwnershipType,
  diplomaType,
  degreeType,
];
