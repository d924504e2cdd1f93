import { ok, type Result, refuse } from '../core/index.js';

/** What is asked about: a credential that was brought, or a record named by its identifier and opened by its code. */
export type Subject =
  | { kind: 'credential'; credential: string; receipt?: Record<string, unknown> }
  | { kind: 'record'; identifier: string; code: string };

export type QrRefusal = 'qr-foreign-address' | 'qr-unreadable';

/**
 * Reads the text of a QR code: the address of one of our verify pages, or a credential. An address is never opened: ours
 * is taken apart, any other origin is refused as foreign.
 */
export function readQr(text: string, ownAddresses: readonly string[]): Result<Subject, QrRefusal> {
  if (/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~/.test(text))
    return ok({ kind: 'credential', credential: text });
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
