export { type CarrierAloneEvidence, verifyCarrierAlone } from './alone/verify-carrier-alone.js';
export { readAnchorStatement } from './attestation/anchor-statement.js';
export { isStated } from './attestation/statements.js';
export type {
  AttestationCode,
  CarrierCode,
  CheckCode,
  CommonCode,
  HistoryCode,
  HolderCode,
  IntegrityCode,
  IssuerCode,
  RightCode,
  StatusCode,
  ValidityCode,
} from './codes.js';
export type {
  AnchorStatements,
  BundledMasters,
  BundledStatusList,
  Evidence,
  HistoryEvidence,
  KeyBindingExpectation,
  KnownAnchor,
  StatusEvidence,
  TrustEvidence,
  Unavailable,
  VersionPair,
} from './evidence.js';
export { datedBy, inDoubt } from './in-doubt.js';
export {
  type Algorithm,
  choosePolicy,
  compose,
  narrow,
  offline,
  type Policy,
  type PolicyBounds,
  type PolicyChoice,
  standard,
  strict,
} from './policy.js';
export {
  type Check,
  type CheckName,
  checkNames,
  type Outcome,
  type Report,
  type ReportedLicence,
  type TimeBound,
  type Verdict,
} from './report.js';
export { reportText } from './report-text.js';
export { type Readable, readSubject, type Subject } from './subject.js';
export type { CheckSaying, CheckText } from './texts/text.js';
export { checkText, checkTexts } from './texts.js';
export { verdictOf } from './verdict.js';
export { verify } from './verify.js';
