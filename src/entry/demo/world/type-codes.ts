import { creditCode } from './codes.js';

/** Ministries that define types. The credit codes of the last three are made up, and so are the types below them. */
export const ministries = {
  publicSecurity: { name: '公安部', creditCode: '11100000000013127D' },
  marketRegulation: { name: '国家市场监督管理总局', creditCode: '11100000MB0143028R' },
  naturalResources: { name: '自然资源部', creditCode: '11100000MB03271699' },
  socialSecurity: { name: '人力资源和社会保障部', creditCode: creditCode('11', '100000', '9900D001') },
  healthcareSecurity: { name: '国家医疗保障局', creditCode: creditCode('11', '100000', '9900D002') },
  education: { name: '教育部', creditCode: creditCode('11', '100000', '9900D003') },
} as const;

// In use, as far as public texts tell.
export const residentIdCard = `${ministries.publicSecurity.creditCode}001`;
export const businessLicence = `${ministries.marketRegulation.creditCode}001`;
export const realEstateOwnership = `${ministries.naturalResources.creditCode}001`;
// Made up: the real codes are not known to us.
export const householdRegister = `${ministries.publicSecurity.creditCode}901`;
export const socialInsurancePayment = `${ministries.socialSecurity.creditCode}901`;
export const medicalInsurance = `${ministries.healthcareSecurity.creditCode}901`;
export const diploma = `${ministries.education.creditCode}901`;
export const degree = `${ministries.education.creditCode}902`;
