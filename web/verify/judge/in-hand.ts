import {
  type CarrierKind,
  licenceFileLimits,
  offlineQrKind,
  readCarrier,
  readLicenceFile,
  recogniseBytes,
  recogniseText,
} from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import type { Question } from '../../client/index.js';

/** A carrier as it was brought. */
export interface CarrierInHand {
  kind: CarrierKind;
  content: string | Uint8Array;
}

/** What this device has of a licence from whoever brought it, not from the registry. */
export interface InHand {
  /** The master: brought, attached to a PDF, or beside a carrier in a licence file. */
  credential?: string;
  carrier?: CarrierInHand;
  /** Of a record that is asked for by its code: nothing of the licence itself is in hand. */
  identifier?: string;
  /** Out of a licence file; older than what the registry would answer. */
  kept?: { receipt: unknown; promise?: unknown; statusToken: string | null; statements: string[] };
}

/** Understands what was brought, as the registry does, by its content; undefined for what holds no licence. */
export async function understand(question: Question): Promise<InHand | undefined> {
  if ('identifier' in question) return { identifier: question.identifier };
  if ('credential' in question) return { credential: question.credential };
  if ('qr' in question) return ofText(question.qr);
  if (question.file.size > licenceFileLimits.length) return undefined;
  const bytes = new Uint8Array(await question.file.arrayBuffer());
  const brought = recogniseBytes(bytes);
  if (brought?.kind === 'pdf') return withAttached({ kind: 'pdf', content: bytes });
  return brought && ofText(brought.content);
}

function ofText(text: string): InHand | undefined {
  const brought = recogniseText(text);
  if (brought === undefined) return undefined;
  if (brought.kind === 'json') return ofJson(brought.content);
  if (brought.kind === 'sd-jwt') return { credential: brought.content };
  if (brought.kind === 'vc-jwt') return { carrier: brought };
  return { carrier: { kind: offlineQrKind(brought.content, nobleCrypto), content: brought.content } };
}

function ofJson(text: string): InHand | undefined {
  const file = readLicenceFile(text);
  if (!file.ok) return file.code === 'licence-file-format' ? ofPair(text) : undefined;
  const { carrier, master, receipt, promise, statusToken, anchors } = file.value;
  const kept = { receipt, promise, statusToken, statements: anchors };
  if (carrier.kind === 'sd-jwt') return { credential: carrier.content, kept };
  return { ...withAttached({ kind: carrier.kind, content: carrier.content }, master), kept };
}

/** `{ credential, receipt }`, as an API client may have kept it. */
function ofPair(text: string): InHand | undefined {
  const { credential, receipt } = JSON.parse(text) as { credential?: unknown; receipt?: unknown };
  if (typeof credential !== 'string') return undefined;
  return { credential, kept: { receipt: receipt ?? null, statusToken: null, statements: [] } };
}

/** A PDF holds its master; of others it may lie beside them. */
function withAttached(carrier: CarrierInHand, beside?: string): InHand {
  const read = readCarrier(carrier.kind, carrier.content, nobleCrypto);
  const credential = (read.ok ? read.value.master : undefined) ?? beside;
  return { carrier, ...(credential === undefined ? {} : { credential }) };
}
