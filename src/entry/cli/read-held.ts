import {
  type CarrierEvidence,
  type InclusionPromise,
  isJsonObject,
  type LicenceFile,
  offlineQrKind,
  parseStrictJson,
  readLicenceFile,
  recogniseBytes,
} from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';

/** What a file holds to be judged; nothing in it is judged yet. */
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
 * Reads, by its bytes: a PDF, a licence file, an offline code, a `vc+jwt`, an SD-JWT VC, or JSON that holds one as the API
 * answered it.
 *
 * @throws Error when it is none of these
 */
export function readHeld(bytes: Uint8Array): Held {
  const brought = recogniseBytes(bytes);
  if (brought === undefined) throw new Error('the file holds nothing that can be verified');
  if (brought.kind === 'sd-jwt') return { credential: brought.content };
  if (brought.kind === 'qr') {
    return { carrier: { kind: offlineQrKind(brought.content, nodeCrypto), content: brought.content } };
  }
  if (brought.kind !== 'json') return { carrier: brought };
  const file = readLicenceFile(brought.content);
  if (file.ok) return ofLicenceFile(file.value);
  if (file.code !== 'licence-file-format') throw new Error(`the file is no licence file: ${file.code}`);
  return readAnswer(brought.content);
}

function ofLicenceFile({ carrier, master, receipt, promise, statusToken, anchors }: LicenceFile): Held {
  return {
    ...(carrier.kind === 'sd-jwt' ? { credential: carrier.content } : { credential: master, carrier }),
    receipt: receipt ?? undefined,
    promise,
    statusToken: statusToken ?? undefined,
    statements: anchors,
  };
}

function readAnswer(text: string): Held {
  const held = readJson(text);
  const { carriers } = held;
  const credential = held.credential ?? (isJsonObject(carriers) ? carriers['sd-jwt'] : undefined);
  if (typeof credential !== 'string') throw new Error('the file holds no credential');
  return { credential, receipt: held.receipt };
}

/** A JSON object within bounds. @throws Error when it is none */
export function readJson(text: string) {
  const parsed = parseStrictJson(text, { maxLength: 262_144, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('the file holds no JSON object');
  return parsed.value;
}
