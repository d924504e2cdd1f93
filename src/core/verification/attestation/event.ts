import { equalBytes, fromBase64url, parseDigest } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { eventEntry, type LicenceEvent } from '../../licence/index.js';
import { parseInstant } from '../../time/index.js';
import type { Policy } from '../policy.js';
import type { Readable } from '../subject.js';

/** The commands whose event makes a version, and so speaks for a master. */
const making: readonly string[] = ['issue', 'change', 'renew'];
/** Clocks of registry and verifier may differ by this many milliseconds. */
const skew = 60_000;

/** What is wrong with an event as the one that made this very master, if anything. */
export function eventFault(
  event: LicenceEvent,
  { jwt, identifier }: Readable,
): 'receipt-of-another-licence' | 'receipt-of-another-event' | undefined {
  if (event.masterDigest !== jwt.masterDigest) return 'receipt-of-another-licence';
  if (event.identifier !== jwt.clear.licence_id) return 'receipt-of-another-licence';
  if (identifier.ok && event.typeCode !== identifier.value.typeCode) return 'receipt-of-another-licence';
  if (event.statusIndex !== jwt.clear.status.status_list.idx) return 'receipt-of-another-licence';
  return making.includes(event.command) ? undefined : 'receipt-of-another-event';
}

/** The entry computed from salt and event, when it is the one that is claimed. */
export function provenEntry(
  { event, salt, entry }: { event: LicenceEvent; salt: string; entry: string },
  crypto: CryptoPort,
): Uint8Array | undefined {
  const saltBytes = fromBase64url(salt);
  const claimed = parseDigest(entry);
  if (saltBytes?.length !== 32 || claimed === undefined) return undefined;
  const computed = eventEntry(event, saltBytes, crypto);
  return equalBytes(computed, claimed) ? computed : undefined;
}

/** Whether an event is so young that the policy does not ask for its anchor yet. */
export function isYoung(event: Pick<LicenceEvent, 'time'>, at: number, policy: Policy): boolean {
  const time = parseInstant(event.time);
  return time !== undefined && time <= at + skew && at - time < policy.attestationGrace * 1000;
}
