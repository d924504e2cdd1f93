import { fromBase64url, toBase64url } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { canonicalJson, parseStrictJson } from '../json/index.js';
import { ok, type Result, refuse } from '../result.js';
import { isText, listOf, members, textOf, wholeNumber } from '../shape/index.js';
import { decodeStatusList, encodeStatusList, readStatus, type StatusList, type StatusValue } from '../status/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { maxContentLength } from './version-receipt.js';

/** A change of one value: `time` in milliseconds since 1970. */
export interface StatusChange {
  index: number;
  value: StatusValue;
  time: number;
}

/** A version of a status list, read. */
export interface StatusContent {
  list: number;
  /** The values after the changes. */
  values: StatusList;
  /** What changed since the version before, in order; each took effect at its time. */
  changes: StatusChange[];
}

const bits = 2;
/** Most changes that one version may take up: what waits beyond them is for the next. */
export const maxStatusChanges = 20_000;
const limits = { maxLength: maxContentLength, maxDepth: 4 };
const instant = isText((text) => parseInstant(text) !== undefined);
const change = (value: unknown): value is [number, StatusValue, string] =>
  Array.isArray(value) &&
  value.length === 3 &&
  wholeNumber(0)(value[0]) &&
  [0, 1, 2].includes(value[1] as number) &&
  instant(value[2]);
const content = members({
  list: wholeNumber(0),
  bits: wholeNumber(0),
  lst: textOf(maxContentLength),
  changes: listOf(change, maxStatusChanges),
});

/** Writes the first version of a list, which says nothing of what was before. */
export function firstStatusContent(
  list: number,
  values: ArrayLike<number>,
  deflate: (data: Uint8Array) => Uint8Array,
): string {
  return write(list, encodeStatusList(values, bits, deflate).lst, []);
}

/** Where the changes of a version may lie: from the version before on, and not after the version itself. Milliseconds. */
export interface StatusSpan {
  from: number;
  until: number;
}

/**
 * Writes the version after `before`: its values with the changes done, in their order, at most {@link maxStatusChanges}.
 * A change that was committed late is told as of the version before, so that a version once given is never made wrong;
 * one that a fast clock put into the future as of this version; and none before an earlier one of the same place.
 * Throws on a place outside the list.
 */
export function nextStatusContent(
  before: StatusContent,
  changes: readonly StatusChange[],
  span: StatusSpan,
  deflate: (data: Uint8Array) => Uint8Array,
): string {
  if (changes.length > maxStatusChanges) throw new Error(`a version takes up ${maxStatusChanges} changes at most`);
  const bytes = Uint8Array.from(before.values.bytes);
  const last = new Map<number, number>();
  const told = changes.map(({ index, value, time }): [number, StatusValue, string] => {
    if (readStatus(before.values, index) === undefined) throw new Error(`the list has no place ${index}`);
    const shift = (index % 4) * 2;
    const at = index >> 2;
    bytes[at] = ((bytes[at] as number) & ~(3 << shift)) | (value << shift);
    const clamped = Math.max(Math.min(time, span.until), last.get(index) ?? span.from);
    last.set(index, clamped);
    return [index, value, instantText(clamped)];
  });
  return write(before.list, toBase64url(deflate(bytes)), told);
}

function write(list: number, lst: string, changes: [number, StatusValue, string][]): string {
  return canonicalJson({ list, bits, lst, changes });
}

/** Reads the content of a version of a status list, bounded and strict. */
export function parseStatusContent(
  text: string,
  crypto: Pick<CryptoPort, 'inflate'>,
): Result<StatusContent, 'status-content-malformed'> {
  const json = parseStrictJson(text, limits);
  if (!json.ok) return refuse('status-content-malformed', json.code);
  const value: unknown = json.value;
  if (!content(value) || value.bits !== bits) return refuse('status-content-malformed', 'members');
  const stream = fromBase64url(value.lst);
  const values = stream && decodeStatusList(bits, stream, crypto);
  if (!values?.ok) return refuse('status-content-malformed', 'lst');
  const changes = value.changes.map(([index, to, time]) => ({ index, value: to, time: parseInstant(time) as number }));
  return ok({ list: value.list, values: values.value, changes });
}

/**
 * The value of a place at a moment (milliseconds) between version n, `before`, and version n + 1, `after`: that of n with
 * the changes of n + 1 up to the moment. `undefined` for a place outside the list, or a value that is none.
 */
export function statusBetween(
  before: StatusContent,
  after: StatusContent | undefined,
  index: number,
  at: number,
): StatusValue | undefined {
  const value = readStatus(before.values, index);
  if (value !== 0 && value !== 1 && value !== 2) return undefined;
  const done = (after?.changes ?? []).filter((item) => item.index === index && item.time <= at);
  return done.at(-1)?.value ?? value;
}
