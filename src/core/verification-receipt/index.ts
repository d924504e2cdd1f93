export { finishVerificationReceipt, verificationReceiptSigningInput } from './assemble-verification-receipt.js';
export {
  readVerificationReceipt,
  type VerificationReceiptExpectation,
  type VerificationReceiptRefusal,
} from './read-verification-receipt.js';
export { type VerificationReceipt, verificationReceiptType } from './verification-receipt.js';
