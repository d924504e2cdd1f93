/**
 * Every code that a client may meet, with its HTTP status and a title. A code is stable: it is not renamed or given
 * another meaning without an ADR. Detailed codes of single fields stand in `errors[]`.
 */
export const problems = {
  // the request itself
  'body-malformed': [400, 'The body is not what its media type says'],
  'body-duplicate-key': [400, 'A name appears twice in one JSON object'],
  'body-too-deep': [400, 'The body is nested too deeply'],
  'body-invalid': [400, 'The body does not match its schema'],
  'query-invalid': [400, 'The query does not match its schema'],
  'path-invalid': [400, 'The address does not match its schema'],
  'idempotency-key-missing': [400, 'A changing request needs an Idempotency-Key header'],
  'idempotency-key-invalid': [400, 'The Idempotency-Key is not 1 to 128 visible ASCII characters'],
  'idempotency-conflict': [409, 'The Idempotency-Key was used with another body'],
  'body-too-large': [413, 'The body is over the limit'],
  'media-type-unsupported': [415, 'The media type is not accepted here'],
  'not-acceptable': [406, 'No offered representation is acceptable'],
  'method-not-allowed': [405, 'The method is not allowed here'],
  'not-found': [404, 'There is nothing here for you'],
  'rate-limited': [429, 'Too many requests'],
  overloaded: [503, 'Too much work is waiting'],
  'dependency-unavailable': [503, 'Something that this answer needs is not available'],
  'internal-fault': [500, 'A fault on our side'],
  // access
  unauthenticated: [401, 'A valid access token is needed'],
  'scope-insufficient': [403, 'The access token lacks the scope'],
  'login-failed': [401, 'Login or password is wrong'],
  // issuing and lifecycle
  'type-unknown': [422, 'There is no such licence type'],
  'right-to-issue-missing': [403, 'This authority may not issue this type today'],
  'face-data-invalid': [422, 'The face data does not match the type'],
  'holder-invalid': [422, 'A holder is not valid'],
  'validity-invalid': [422, 'The period of validity is not valid'],
  'licence-number-taken': [409, 'This authority has issued this number of this type already'],
  'backlog-full': [503, 'The ledger is too far behind to issue'],
  'transition-not-allowed': [409, 'The licence is not in a state that allows this'],
  'reason-code-unknown': [422, 'The reason code is not one of this command'],
  'carrier-unknown': [404, 'There is no such carrier'],
  'carrier-not-made': [409, 'The licence has no such carrier, and in its state none is made'],
  'carrier-impossible': [422, 'The licence cannot be said in this carrier'],
  'carrier-unavailable': [503, 'This registry has no key for carriers'],
  'carriers-busy': [503, 'Too many carriers are waiting to be made'],
  // verification
  'qr-foreign-address': [422, 'The QR code leads to a foreign address'],
  'qr-unreadable': [422, 'The QR code does not hold anything of ours'],
  'file-unreadable': [422, 'The file holds nothing that can be verified'],
  // reuse
  'matter-unknown': [422, 'There is no such matter'],
  'matter-not-for-receiver': [422, 'The matter is not one of this receiver'],
  'receiver-unknown': [422, 'There is no such receiver'],
  'licence-not-for-matter': [422, 'The licence is not asked for by this matter'],
  'licence-not-usable': [409, 'The licence cannot be used in its present state'],
  'presentation-code-unknown': [404, 'There is no such presentation code for this receiver'],
  'presentation-code-used': [409, 'The presentation code was used already'],
  'presentation-code-expired': [410, 'The presentation code has expired'],
  'presentation-other-matter': [409, 'The presentation code was made for another matter'],
  'grant-missing': [403, 'The client has no grant for this licence type and matter'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;
