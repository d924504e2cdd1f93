import { type JsonObject, ok, type Result, refuse } from '../../../core/index.js';
import { readBaselineJpeg } from './jpeg.js';

/** The bounds of a portrait. A person's head and shoulders: upright, from 1.2 to 1.6 times as high as wide. */
export const portraitLimits = {
  bytes: 16 * 1024,
  /** Characters of so many bytes in base64. */
  textLength: 21_848,
  leastSide: 60,
  mostSide: 480,
  leastProportion: 1.2,
  mostProportion: 1.6,
} as const;

/** How a portrait begins and what it is written with: `ff d8 ff` in padded base64. */
export const portraitPattern = '^/9j/(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$';

const form = new RegExp(portraitPattern, 'u');

export type PortraitFault = 'field-empty' | 'field-too-long' | 'field-pattern' | 'field-not-a-portrait';

/** Reads a portrait out of face data: a baseline JPEG in canonical base64 (RFC 4648 §4, padded), within {@link portraitLimits}. */
export function readPortrait(text: string): Result<Uint8Array, PortraitFault> {
  const { bytes: most, textLength, leastSide, mostSide, leastProportion, mostProportion } = portraitLimits;
  if (text === '') return refuse('field-empty', 'Must not be empty');
  if (text.length > textLength) return refuse('field-too-long', `Over ${most} bytes`);
  const bytes = Buffer.from(text, 'base64');
  if (!form.test(text) || bytes.toString('base64') !== text) {
    return refuse('field-pattern', 'Not a JPEG in base64 with padding and without breaks');
  }
  if (bytes.length > most) return refuse('field-too-long', `Over ${most} bytes`);
  const size = readBaselineJpeg(bytes);
  if (!size.ok) return refuse('field-not-a-portrait', size.detail);
  const { width, height } = size.value;
  if (Math.min(width, height) < leastSide || Math.max(width, height) > mostSide) {
    return refuse('field-not-a-portrait', `A side is not ${leastSide} to ${mostSide} dots`);
  }
  if (height < width * leastProportion || height > width * mostProportion) {
    return refuse('field-not-a-portrait', `Not ${leastProportion} to ${mostProportion} times as high as wide`);
  }
  return ok(Uint8Array.from(bytes));
}

/** The name of the type's portrait field; a type has at most one. */
export const portraitField = (fields: readonly { name: string; type: string }[]): string | undefined =>
  fields.find((field) => field.type === 'portrait')?.name;

/** The JPEG of the portrait that face data of a type hold; `undefined` where the type has none or it was left out. */
export function portraitOf(
  definition: { fields: readonly { name: string; type: string }[] },
  faceData: JsonObject,
): Uint8Array | undefined {
  const name = portraitField(definition.fields);
  const value = name === undefined || !Object.hasOwn(faceData, name) ? undefined : faceData[name];
  const read = typeof value === 'string' ? readPortrait(value) : undefined;
  return read?.ok ? read.value : undefined;
}
