/** Why a check came out as it did: stable, kebab-case, closed. Every code has its texts in `texts.ts`, or nothing compiles. */
export type CheckCode =
  | CommonCode
  | HistoryCode
  | IntegrityCode
  | CarrierCode
  | IssuerCode
  | RightCode
  | ValidityCode
  | StatusCode
  | AttestationCode
  | HolderCode;

/** Codes of checks that could not be made for lack of something that several checks need. */
export type CommonCode =
  | 'clock-in-doubt'
  | 'credential-unreadable'
  | 'trust-list-unavailable'
  | 'trust-list-invalid'
  | 'trust-list-expired'
  | 'trust-list-too-old';

/** Why it is not known how something was at a moment in the past. */
export type HistoryCode = 'history-begins-later' | 'history-unproven';

/** Are these the bytes that were signed? */
export type IntegrityCode =
  | 'intact'
  | 'credential-malformed'
  | 'algorithm-not-accepted'
  | 'disclosure-wrong'
  | 'signing-certificate-unknown'
  | 'signature-wrong'
  | 'identifier-not-expected';

/** Is the carrier that led to the credential the registry's own, and does it say what the credential says? */
export type CarrierCode =
  | 'carrier-malformed'
  | 'carrier-of-another-master'
  | 'carrier-signer-unknown'
  | 'carrier-signature-wrong'
  | 'carrier-signer-compromised'
  | 'carrier-signer-not-in-period'
  | 'carrier-field-differs'
  | 'carrier-not-on-record';

/** Is the issuer who the list says? */
export type IssuerCode =
  | 'issuer-confirmed'
  | 'certificate-not-listed'
  | 'certificate-of-another-issuer'
  | 'identifier-invalid'
  | 'identifier-of-another-authority'
  | 'type-not-listed'
  | 'vct-of-another-type'
  | 'certificate-not-in-period'
  | 'issued-after-compromise'
  | 'compromise-not-excluded';

/** Might this authority issue this type on that day? */
export type RightCode = 'right-held' | 'authority-not-listed' | 'right-not-held' | 'right-not-in-period';

/** Is the moment within the licence's dates? */
export type ValidityCode = 'in-force' | 'not-yet-issued' | 'not-yet-valid' | 'expired';

/** Does the registry still stand by it? */
export type StatusCode =
  | 'status-active'
  | 'status-suspended'
  | 'status-rescinded'
  | 'status-revoked'
  | 'status-cancelled'
  | 'status-superseded'
  | 'status-transferred'
  | 'status-invalid'
  | 'status-unknown-to-registry'
  | 'status-contradicts-log'
  | 'status-unavailable'
  | 'status-token-invalid'
  | 'status-too-old'
  | 'status-of-another-time';

/** Is its event in the log, and the log on the chain? */
export type AttestationCode =
  | 'anchored'
  | 'anchored-by-statement'
  | 'pending-with-promise'
  | 'logged-not-anchored'
  | 'anchor-unconfirmed'
  | 'promise-overdue'
  | 'anchor-overdue'
  | 'anchor-unconfirmed-overdue'
  | 'statement-not-cosigned'
  | 'statements-differ'
  | 'no-receipt'
  | 'master-not-in-hand'
  | 'promise-wrong'
  | 'receipt-malformed'
  | 'receipt-of-another-licence'
  | 'receipt-of-another-event'
  | 'receipt-entry-mismatch'
  | 'receipt-checkpoint-malformed'
  | 'receipt-checkpoint-mismatch'
  | 'receipt-inclusion-wrong'
  | 'checkpoint-log-unknown'
  | 'checkpoint-signature-wrong'
  | 'anchor-contract-unknown'
  | 'anchor-not-on-chain'
  | 'anchor-root-differs'
  | 'anchor-field-differs'
  | 'previous-anchor-differs'
  | 'previous-anchor-unconfirmed'
  | 'receipt-under-later-anchor'
  | 'event-after-anchor'
  | 'back-dated'
  | 'back-dating-not-excluded';

/** Is the one who shows it the one who holds it? */
export type HolderCode =
  | 'holder-binding-not-used'
  | 'holder-bound'
  | 'key-binding-not-asked'
  | 'key-binding-without-key'
  | 'key-binding-missing'
  | 'key-binding-malformed'
  | 'key-binding-signature-wrong'
  | 'key-binding-of-another-request'
  | 'key-binding-of-another-presentation'
  | 'key-binding-not-fresh';
