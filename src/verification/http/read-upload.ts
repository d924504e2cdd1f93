import {
  isJsonObject,
  type LicenceFile,
  licenceFileLimits,
  parseStrictJson,
  readLicenceFile,
  recogniseBytes,
} from '../../core/index.js';
import { type ProblemCode, problem, problems } from '../../platform/index.js';
import type { ReadCodes } from '../picture/read-codes.js';
import { readQr, type Subject } from '../read-question.js';

/** Of a file that is neither a PDF nor a licence file. */
const maxText = 262_144;

interface ReadWith {
  pictures: Pick<ReadCodes, 'textsIn'>;
  ownAddresses: readonly string[];
}

/**
 * Reads a file by its content, never by its name or declared type: a PDF, a licence file, a picture with a code of ours, a
 * credential, a `vc+jwt` or an offline code as text, or JSON with credential and receipt.
 */
export async function readUpload(file: Buffer, { pictures, ownAddresses }: ReadWith): Promise<Subject> {
  const texts = await pictures.textsIn(file);
  if (texts === undefined) return readContent(file);
  if (!texts.ok) throw refused(texts.code, texts.detail);
  return codeIn(texts.value, ownAddresses);
}

/** The one code of ours among those in a picture; codes of others beside it are passed over. */
function codeIn(texts: readonly string[], ownAddresses: readonly string[]): Subject {
  const read = texts.map((text) => readQr(text, ownAddresses));
  const [ours, ...more] = read.flatMap((one) => (one.ok ? [one.value] : []));
  if (more.length > 0) throw refused('several-codes', 'Show one of them alone');
  if (ours !== undefined) return ours;
  const foreign = read.find((one) => !one.ok && one.code === 'qr-foreign-address') ?? read[0];
  if (foreign === undefined || foreign.ok) throw refused('picture-without-code');
  throw refused(foreign.code, foreign.detail);
}

function readContent(file: Buffer): Subject {
  const brought = recogniseBytes(file);
  if (brought?.kind === 'pdf' && file.length <= licenceFileLimits.pdfBytes) {
    return { kind: 'carrier', carrier: { kind: 'pdf', content: new Uint8Array(file) } };
  }
  if (brought === undefined || brought.kind === 'pdf') throw unreadable();
  if (brought.kind === 'json') return readJson(brought.content);
  if (file.length > maxText) throw unreadable();
  if (brought.kind === 'sd-jwt') return { kind: 'credential', credential: brought.content };
  return { kind: 'carrier', carrier: { kind: brought.kind, content: brought.content } };
}

function readJson(text: string): Subject {
  const file = readLicenceFile(text);
  if (file.ok) return readFile(file.value);
  if (file.code !== 'licence-file-format' || text.length > maxText) throw unreadable(file.code);
  return readBundle(text);
}

function readFile({ carrier, master, receipt }: LicenceFile): Subject {
  // One from before the anchor would be judged as brought; the registry has the newer one.
  const finished = receipt !== null && receipt.anchor !== null ? { receipt } : {};
  return carrier.kind === 'sd-jwt'
    ? { kind: 'credential', credential: carrier.content, ...finished }
    : { kind: 'carrier', carrier, master, ...finished };
}

function readBundle(text: string): Subject {
  const parsed = parseStrictJson(text, { maxLength: maxText, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value)) throw unreadable();
  const { credential, receipt, ...rest } = parsed.value;
  if (typeof credential !== 'string' || Object.keys(rest).length > 0) throw unreadable();
  if (receipt === undefined || receipt === null) return { kind: 'credential', credential };
  if (!isJsonObject(receipt)) throw unreadable();
  return { kind: 'credential', credential, receipt };
}

const unreadable = (detail = 'The file holds nothing that can be verified') => refused('file-unreadable', detail);

const refused = (code: ProblemCode, detail: string = problems[code][1]) =>
  problem(code, { errors: [{ pointer: '/file', code, detail }] });
