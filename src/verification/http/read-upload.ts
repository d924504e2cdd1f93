import {
  isJsonObject,
  type LicenceFile,
  licenceFileLimits,
  parseStrictJson,
  readLicenceFile,
  recogniseBytes,
} from '../../core/index.js';
import { problem } from '../../platform/index.js';
import type { Subject } from '../read-question.js';

/** Of a file that is neither a PDF nor a licence file. */
const maxText = 262_144;

/**
 * Reads a file by its content, never by its name or declared type: a PDF, a licence file, a credential, a `vc+jwt` or an
 * offline code as text, or JSON with credential and receipt.
 */
export function readUpload(file: Buffer): Subject {
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

const unreadable = (detail = 'The file holds nothing that can be verified') =>
  problem('file-unreadable', { errors: [{ pointer: '/file', code: 'file-unreadable', detail }] });
