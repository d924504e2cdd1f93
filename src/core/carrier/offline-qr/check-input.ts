import { parseDigest, utf8Decode, utf8Encode } from '../../bytes/index.js';
import { parseLicenceIdentifier } from '../../identifier/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { type Guard, isText, listOf, textOf } from '../../shape/index.js';
import { isDay } from '../../time/index.js';
import {
  offlineQrLimits as limits,
  type OfflineQrField,
  type OfflineQrInput,
  type OfflineQrPortrait,
  type OfflineQrSaid,
} from './said.js';
import { isSmallWebp } from './webp.js';

const fieldName = /^[a-z][a-zA-Z0-9]{0,63}$/;

const members: { [K in keyof Required<OfflineQrInput>]: Guard<unknown> } = {
  identifier: isText((text) => parseLicenceIdentifier(text).ok),
  masterDigest: isText((text) => parseDigest(text) !== undefined),
  issuanceDate: isText(isDay),
  validFrom: isText(isDay),
  validUntil: isText(isDay),
  licenceNumber: printable(limits.licenceNumber),
  holders: listOf(printable(limits.holderName), limits.holders, 1),
  faceData: isFaceData,
  portrait: isPortrait,
};
const optional = new Set(['validFrom', 'validUntil', 'licenceNumber', 'faceData', 'portrait']);

/** Checks every member against its bounds, for maker and reader alike; `pointer` names the first that is outside. */
export function checkInput(input: OfflineQrInput): Result<OfflineQrSaid, 'offline-qr-content'> {
  for (const [name, guard] of Object.entries(members)) {
    const value: unknown = input[name as keyof OfflineQrInput];
    if (value === undefined ? !optional.has(name) : !guard(value)) {
      return refuse('offline-qr-content', undefined, `/${name}`);
    }
  }
  const parts = parseLicenceIdentifier(input.identifier);
  if (!parts.ok) return refuse('offline-qr-content', parts.code, '/identifier');
  return ok({ ...input, typeCode: parts.value.typeCode, issuerCode: parts.value.issuerCode });
}

function isFaceData(value: unknown): value is Record<string, OfflineQrField> {
  if (typeof value !== 'object' || value === null) return false;
  const fields = Object.entries(value);
  const text = printable(limits.fieldText);
  return (
    fields.length > 0 &&
    fields.length <= limits.fields &&
    fields.every(([name, said]) => fieldName.test(name) && (typeof said === 'string' ? text(said) : isScalar(said)))
  );
}

function isPortrait(value: unknown): value is OfflineQrPortrait {
  if (typeof value !== 'object' || value === null) return false;
  const { field, digest, picture } = value as { [K in keyof OfflineQrPortrait]?: unknown };
  return (
    typeof field === 'string' &&
    fieldName.test(field) &&
    typeof digest === 'string' &&
    parseDigest(digest) !== undefined &&
    picture instanceof Uint8Array &&
    picture.length <= limits.picture &&
    isSmallWebp(picture)
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

/** Text that has bytes of its own: a lone surrogate would be written as another character. */
function printable(most: number): Guard<string> {
  const bounded = textOf(most);
  return (value): value is string => bounded(value) && utf8Decode(utf8Encode(value)) === value;
}
