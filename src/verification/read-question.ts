import {
  type CarrierEvidence,
  type KeyBindingExpectation,
  ok,
  type Result,
  recogniseText,
  refuse,
} from '../core/index.js';

/** A carrier that was brought, with what a licence file held beside it. */
export interface CarrierSubject {
  kind: 'carrier';
  carrier: Pick<CarrierEvidence, 'kind' | 'content'>;
  /** The issuer's JWT and `~`, or whatever else stood in its place. */
  master?: string;
  receipt?: Record<string, unknown>;
}

/** What is asked about: a credential or another carrier that was brought, or a record named by its identifier and opened by its code. */
export type Subject =
  | { kind: 'credential'; credential: string; receipt?: Record<string, unknown>; keyBinding?: KeyBindingExpectation }
  | CarrierSubject
  | { kind: 'record'; identifier: string; code: string };

export type QrRefusal = 'qr-foreign-address' | 'qr-unreadable';

/**
 * Reads the text of a QR code: the address of one of our verify pages, an offline code, or a credential. An address is never opened: ours
 * is taken apart, any other origin is refused as foreign.
 */
export function readQr(text: string, ownAddresses: readonly string[]): Result<Subject, QrRefusal> {
  const brought = recogniseText(text);
  if (brought?.kind === 'sd-jwt') return ok({ kind: 'credential', credential: text });
  if (brought?.kind === 'qr' || brought?.kind === 'vc-jwt') return ok({ kind: 'carrier', carrier: brought });
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text))
    return refuse('qr-unreadable', 'The text is neither an address nor a credential');
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (!address) return refuse('qr-unreadable', 'The text is not an address');
  const ours = ownAddresses.some((own) => new URL(own).origin === address.origin);
  if (!ours || address.username !== '' || address.password !== '') {
    return refuse('qr-foreign-address', 'The address is not one of this registry and was not opened');
  }
  const match = /^\/v\/([0-9A-Za-z.]{1,128})$/.exec(address.pathname);
  const code = address.hash.slice(1);
  if (!match?.[1] || code === '' || address.search !== '') {
    return refuse('qr-unreadable', 'The address is ours, but names no licence with its code');
  }
  return ok({ kind: 'record', identifier: match[1], code });
}
