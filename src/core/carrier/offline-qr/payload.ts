import { formatDigest, parseDigest } from '../../bytes/index.js';
import { type Result, refuse } from '../../result.js';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.js';
import { checkInput } from './check-input.js';
import {
  payloadKeys as keys,
  type OfflineQrField,
  type OfflineQrInput,
  type OfflineQrPortrait,
  type OfflineQrSaid,
} from './said.js';

const dayLength = 86_400_000;
const known = new Set<unknown>(Object.values(keys));

/** Writes the payload of an offline QR; the input has passed {@link checkInput}. */
export function encodePayload(input: OfflineQrInput): Uint8Array {
  const map: CborMap = new Map();
  const put = (key: number, value: CborValue | undefined) => value !== undefined && map.set(key, value);
  put(keys.identifier, input.identifier);
  put(keys.masterDigest, parseDigest(input.masterDigest));
  put(keys.issuanceDate, dayNumber(input.issuanceDate));
  put(keys.validFrom, input.validFrom && dayNumber(input.validFrom));
  put(keys.validUntil, input.validUntil && dayNumber(input.validUntil));
  put(keys.licenceNumber, input.licenceNumber);
  put(keys.holders, input.holders);
  put(keys.faceData, input.faceData && new Map(Object.entries(input.faceData)));
  if (input.portrait) {
    const { field, digest, picture } = input.portrait;
    put(keys.picture, picture);
    put(keys.pictureOf, new Map([[field, parseDigest(digest) as Uint8Array]]));
  }
  return encodeCbor(map);
}

/** Reads a payload: deterministic CBOR, the known keys, each within its bounds. */
export function decodePayload(bytes: Uint8Array): Result<OfflineQrSaid, 'offline-qr-payload' | 'offline-qr-content'> {
  const map = decodeCbor(bytes);
  if (!(map instanceof Map)) return refuse('offline-qr-payload', 'no deterministic map');
  for (const key of map.keys()) if (!known.has(key)) return refuse('offline-qr-payload', 'an unknown key');
  const input: { [K in keyof OfflineQrInput]: unknown } = {
    identifier: map.get(keys.identifier),
    masterDigest: digestText(map.get(keys.masterDigest)),
    issuanceDate: dayText(map.get(keys.issuanceDate)),
    holders: map.get(keys.holders),
  };
  if (map.has(keys.validFrom)) input.validFrom = dayText(map.get(keys.validFrom));
  if (map.has(keys.validUntil)) input.validUntil = dayText(map.get(keys.validUntil));
  if (map.has(keys.licenceNumber)) input.licenceNumber = map.get(keys.licenceNumber);
  if (map.has(keys.faceData)) input.faceData = fieldsOf(map.get(keys.faceData));
  if (map.has(keys.picture) || map.has(keys.pictureOf)) {
    input.portrait = portraitOf(map.get(keys.picture), map.get(keys.pictureOf));
  }
  return checkInput(input as OfflineQrInput);
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayLength;
}

/** The day of a number of days since 1970; null, which is no day, for anything else. */
function dayText(value: unknown): string | null {
  if (!Number.isSafeInteger(value)) return null;
  const time = new Date((value as number) * dayLength);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, -14);
}

function digestText(value: unknown): string | null {
  return value instanceof Uint8Array && value.length === 32 ? formatDigest(value) : null;
}

function fieldsOf(value: unknown): Record<string, OfflineQrField> | null {
  if (!(value instanceof Map) || ![...value.keys()].every((name) => typeof name === 'string')) return null;
  return Object.fromEntries(value) as Record<string, OfflineQrField>;
}

/** One without the other is no portrait. */
function portraitOf(picture: unknown, of: unknown): { [K in keyof OfflineQrPortrait]: unknown } | null {
  if (!(of instanceof Map) || of.size !== 1) return null;
  const [[field, digest]] = [...of] as [[unknown, unknown]];
  return { field, digest: digestText(digest), picture };
}
