import { existsSync, readFileSync } from 'node:fs';
import {
  type CarrierEvidence,
  type InclusionPromise,
  isJsonObject,
  type LicenceFile,
  offlineQrKind,
  parseStrictJson,
  readCarrier,
  readLicenceFile,
  recogniseBytes,
  recogniseText,
} from '../../../core/index.js';
import { nodeCrypto } from '../../../platform/light.js';

const standardInput = 0;

/** What was brought to be judged; nothing in it is judged yet. */
export interface Held {
  /** The master, whole or with fewer disclosures. */
  credential?: string;
  carrier?: CarrierEvidence;
  receipt?: unknown;
  promise?: InclusionPromise;
  statusToken?: string;
  statements?: string[];
}

/**
 * Reads what the command was given: standard input (`-`), the file of that name, else the text itself.
 *
 * @throws Error when it holds nothing that can be verified
 */
export function readBrought(brought: string): Held {
  if (brought === '-') return readHeld(readFileSync(standardInput));
  if (existsSync(brought)) return readHeld(readFileSync(brought));
  if (recogniseText(brought) === undefined)
    throw new Error(`${shortened(brought)}: no such file, and no licence as text`);
  return readHeld(Buffer.from(brought));
}

/**
 * Reads, by its bytes: a PDF, a licence file, an offline code, a `vc+jwt`, an SD-JWT VC, or JSON that holds one as the API
 * answered it.
 *
 * @throws Error when it is none of these
 */
export function readHeld(bytes: Uint8Array): Held {
  const brought = recogniseBytes(bytes);
  if (brought === undefined) throw new Error('there is nothing that can be verified');
  if (brought.kind === 'sd-jwt') return { credential: brought.content };
  if (brought.kind === 'qr') {
    return { carrier: { kind: offlineQrKind(brought.content, nodeCrypto), content: brought.content } };
  }
  if (brought.kind !== 'json') return ofCarrier(brought);
  const file = readLicenceFile(brought.content);
  if (file.ok) return ofLicenceFile(file.value);
  if (file.code !== 'licence-file-format') throw new Error(`this is no licence file: ${file.code}`);
  return readAnswer(brought.content);
}

/** A PDF has its master inside; one that can't be read is judged as it is. */
function ofCarrier(carrier: CarrierEvidence): Held {
  const read = readCarrier(carrier.kind, carrier.content, nodeCrypto);
  const credential = read.ok ? read.value.master : undefined;
  return { carrier, ...(credential === undefined ? {} : { credential }) };
}

function ofLicenceFile({ carrier, master, receipt, promise, statusToken, anchors }: LicenceFile): Held {
  const held = {
    receipt: receipt ?? undefined,
    promise,
    statusToken: statusToken ?? undefined,
    statements: anchors,
  };
  if (carrier.kind === 'sd-jwt') return { ...held, credential: carrier.content };
  return { ...held, ...ofCarrier(carrier), ...(master === undefined ? {} : { credential: master }) };
}

function readAnswer(text: string): Held {
  const held = readJson(text);
  const { carriers } = held;
  const credential = held.credential ?? (isJsonObject(carriers) ? carriers['sd-jwt'] : undefined);
  if (typeof credential !== 'string') throw new Error('there is no credential in it');
  return { credential, receipt: held.receipt ?? undefined };
}

/** A JSON object within bounds. @throws Error when it is none */
export function readJson(text: string) {
  const parsed = parseStrictJson(text, { maxLength: 262_144, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('this is no JSON object');
  return parsed.value;
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
