import { isText, literal, members, textOf } from '../shape/index.js';
import type { BitstringPurpose } from './bitstring.js';

/** Where the Bitstring Status List of a purpose is served: behind the address of the Token Status List of the same values. */
export function bitstringUri(statusListUri: string, purpose: BitstringPurpose): string {
  return `${statusListUri}/bitstring/${purpose}`;
}

/** A `credentialStatus` (Bitstring Status List §2.1): the same index as in the Token Status List at `statusListUri`. */
export function bitstringEntry(statusListUri: string, purpose: BitstringPurpose, index: number) {
  const uri = bitstringUri(statusListUri, purpose);
  return {
    id: `${uri}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: uri,
  };
}

const entryShape = members({
  id: textOf(2200),
  type: literal('BitstringStatusListEntry'),
  statusPurpose: textOf(16),
  statusListIndex: isText(/^(?:0|[1-9][0-9]{0,14})$/),
  statusListCredential: textOf(2100),
});

/** Reads an entry that {@link bitstringEntry} made for this purpose; any other gives `undefined`. */
export function readBitstringEntry(
  value: unknown,
  purpose: BitstringPurpose,
): { uri: string; index: number } | undefined {
  if (!entryShape(value)) return undefined;
  const end = `/bitstring/${purpose}`;
  const { id, statusPurpose, statusListIndex, statusListCredential } = value;
  const whole = statusPurpose === purpose && statusListCredential.endsWith(end);
  if (!whole || id !== `${statusListCredential}#${statusListIndex}`) return undefined;
  return { uri: statusListCredential.slice(0, -end.length), index: Number(statusListIndex) };
}
