import type { CryptoPort } from '../../crypto/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { longestText, offlineQrPrefix } from './assemble-offline-qr.js';
import { fromBase45 } from './base45.js';
import { parseCoseSign1 } from './cose-sign1.js';
import { decodePayload } from './payload.js';
import { type OfflineQrSaid, offlineQrLimits } from './said.js';

/** An offline QR that was read; nothing in it is trusted before {@link verifyOfflineQr}. */
export interface OfflineQr {
  said: OfflineQrSaid;
  /** The first 8 bytes of the carrier key's thumbprint. */
  kid: Uint8Array;
  signingInput: Uint8Array;
  /** r ‖ s, 64 bytes. */
  signature: Uint8Array;
}

/** Why a text is no offline QR. */
export type OfflineQrRefusal =
  | 'offline-qr-too-large'
  | 'offline-qr-prefix'
  | 'offline-qr-base45'
  | 'offline-qr-compression'
  | 'offline-qr-cose'
  | 'offline-qr-payload'
  | 'offline-qr-content';

/** Reads the text of an offline QR within {@link offlineQrLimits}. Never throws; checks no signature. */
export function readOfflineQr(text: string, crypto: Pick<CryptoPort, 'inflate'>): Result<OfflineQr, OfflineQrRefusal> {
  if (!text.startsWith(offlineQrPrefix)) return refuse('offline-qr-prefix');
  if (text.length > offlineQrLimits.portraitTextLength) return refuse('offline-qr-too-large');
  const stream = fromBase45(text.slice(offlineQrPrefix.length));
  if (stream === undefined) return refuse('offline-qr-base45');
  const bytes = inflated(stream, crypto);
  if (bytes === undefined) return refuse('offline-qr-compression');
  const message = parseCoseSign1(bytes);
  if (message === undefined) return refuse('offline-qr-cose');
  const said = decodePayload(message.payload);
  if (!said.ok) return said;
  if (text.length > longestText(said.value)) return refuse('offline-qr-too-large');
  const { kid, signingInput, signature } = message;
  return ok({ said: said.value, kid, signingInput, signature });
}

function inflated(stream: Uint8Array, crypto: Pick<CryptoPort, 'inflate'>): Uint8Array | undefined {
  try {
    // A copy: a platform's own buffer type would not pass for plain bytes everywhere.
    return Uint8Array.from(crypto.inflate(stream, offlineQrLimits.messageBytes));
  } catch {
    return undefined;
  }
}
