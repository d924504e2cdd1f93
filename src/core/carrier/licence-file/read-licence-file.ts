import { fromBase64 } from '../../checkpoint/base64.js';
import { noteLimits } from '../../checkpoint/index.js';
import { isJsonObject, parseStrictJson } from '../../json/index.js';
import { parsePromise } from '../../receipt/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { type Guard, isText, listOf, literal, members, nullOr, oneOf, textOf } from '../../shape/index.js';
import { parseInstant } from '../../time/index.js';
import {
  type FileCarrier,
  type FileCarrierKind,
  fileCarrierKinds,
  type LicenceFile,
  licenceFileFormat,
  licenceFileLimits as limits,
} from './licence-file.js';

/** Why a text is no licence file; `-format` when it is JSON of something else. */
export type LicenceFileRefusal =
  | 'licence-file-too-large'
  | 'licence-file-json'
  | 'licence-file-format'
  | 'licence-file-form'
  | 'licence-file-carrier';

const maxDepth = 8;
const issuerJwt = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~$/;

interface Carried {
  kind: FileCarrierKind;
  content: string;
}

const carrier: Guard<Carried> = members({ kind: oneOf(fileCarrierKinds), content: textOf(limits.length) });
const shape = members(
  {
    format: literal(licenceFileFormat),
    carrier,
    receipt: nullOr(isJsonObject),
    statusToken: nullOr(textOf(limits.statusToken)),
    anchors: listOf(textOf(noteLimits.length), limits.statements),
    made: isText((text) => parseInstant(text) !== undefined),
  },
  { master: isText((text) => text.length <= limits.carrierText && issuerJwt.test(text)), promise: isPromise },
);

/**
 * Reads a licence file within {@link limits}: JSON that says each thing once, exactly its members. What the carrier, receipt
 * and token say is for those who judge them. Never throws.
 */
export function readLicenceFile(text: string): Result<LicenceFile, LicenceFileRefusal> {
  const parsed = parseStrictJson(text, { maxLength: limits.length, maxDepth });
  if (!parsed.ok) {
    return refuse(parsed.code === 'json-too-large' ? 'licence-file-too-large' : 'licence-file-json', parsed.code);
  }
  const { value } = parsed;
  if (!isJsonObject(value) || !Object.hasOwn(value, 'format')) return refuse('licence-file-format');
  if (value.format !== licenceFileFormat) return refuse('licence-file-format', 'another version');
  if (!shape(value)) return refuse('licence-file-form', 'a member is missing, malformed or not allowed');
  const { format: _format, carrier: carried, ...rest } = value;
  const content = readCarried(carried);
  return content === undefined
    ? refuse('licence-file-carrier', undefined, '/carrier/content')
    : ok({ ...rest, carrier: content });
}

function readCarried({ kind, content }: Carried): FileCarrier | undefined {
  if (kind !== 'pdf') return content.length > limits.carrierText ? undefined : ({ kind, content } as FileCarrier);
  if (content.length > base64Length(limits.pdfBytes)) return undefined;
  const bytes = fromBase64(content);
  return bytes && { kind, content: bytes };
}

const base64Length = (bytes: number) => 4 * Math.ceil(bytes / 3);

function isPromise(value: unknown): value is NonNullable<LicenceFile['promise']> {
  return parsePromise(value).ok;
}
