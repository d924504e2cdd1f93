import { fromBase64url } from '../../bytes/index.js';
import { parsePromise, promiseSigningInput } from '../../receipt/index.js';
import { parseInstant } from '../../time/index.js';
import { findRegistryKey, type TrustList } from '../../trust/index.js';
import type { Case } from '../case.js';
import type { Readable } from '../subject.js';
import { eventFault, isYoung, provenEntry } from './event.js';
import { type Finding, waiting } from './finding.js';

/** Judges the promise that an event will be logged, when there is no receipt. It never makes the check fail or pass. */
export function judgePromise(given: Case, subject: Readable, list: TrustList, unavailable: string): Finding {
  const { evidence, crypto, at, policy } = given;
  if (evidence.promise === undefined) return { outcome: 'indeterminate', code: 'no-receipt', particulars: unavailable };
  const wrong = (particulars: string): Finding => ({ outcome: 'indeterminate', code: 'promise-wrong', particulars });
  const promise = parsePromise(evidence.promise);
  if (!promise.ok) return wrong(promise.code);
  const { event, keyId, signature, time, loggedBy } = promise.value;
  const fault = eventFault(event, subject);
  if (fault !== undefined) return wrong(fault);
  if (provenEntry(promise.value, crypto) === undefined) return wrong('receipt-entry-mismatch');
  const key = findRegistryKey(list, 'promise', keyId, parseInstant(time) ?? Number.NaN);
  if (key === undefined) return wrong('a key that the trust list does not name for that time');
  const signed = crypto.verifyEs256(key, promiseSigningInput(promise.value), fromBase64url(signature) as Uint8Array);
  if (!signed) return wrong('signature');
  return waiting(
    'pending-with-promise',
    isYoung(event, at, policy),
    `event of ${event.time}, to be logged by ${loggedBy}`,
  );
}
