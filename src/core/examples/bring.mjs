// What somebody brought, as `verifyByBundle` takes it. Runs in browsers and in Node.
import { offlineQrKind, readLicenceFile, recogniseBytes } from '@elicence/core';

/**
 * @param {Uint8Array} bytes  a licence file, a PDF, or the text of a credential, a `vc+jwt` or an offline code
 * @param {import('@elicence/core').CryptoPort} crypto
 */
export function bring(bytes, crypto) {
  const found = recogniseBytes(bytes);
  if (found === undefined) throw new Error('there is nothing that can be verified');
  if (found.kind === 'sd-jwt') return { credential: found.content };
  if (found.kind === 'qr') {
    return { carrier: { kind: offlineQrKind(found.content, crypto), content: found.content } };
  }
  if (found.kind !== 'json') return { carrier: found };
  const file = readLicenceFile(found.content);
  if (!file.ok) throw new Error(file.code);
  const { carrier, master, receipt, promise, anchors } = file.value;
  const along = { receipt: receipt ?? undefined, promise, statements: anchors };
  if (carrier.kind === 'sd-jwt') return { ...along, credential: carrier.content };
  return master === undefined ? { ...along, carrier } : { ...along, carrier, credential: master };
}
