import { type LicenceEvent, toBase64url } from '../../../src/core/index.js';
import type { Signer } from '../../../src/core/verification/testing/chance.js';
import type { Issued } from '../../../src/core/verification/testing/world.js';
import { logged, signText, w } from './scene.js';
import type { Overlay } from './vector.js';

// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
export type Json = any;

/** How a genuine master is altered before authority A signs it again. */
export interface Crafting {
  from?: string;
  header?: (header: Json) => Json;
  payload?: (payload: Json) => Json;
  /** What is done to the texts of header and payload after that. */
  headerText?: (json: string) => string | Uint8Array;
  payloadText?: (json: string) => string | Uint8Array;
  disclosures?: (all: string[], payload: Json) => string[];
  signer?: Pick<Signer, 'sign'>;
}

const json = (part: string | undefined): Json => JSON.parse(Buffer.from(part as string, 'base64url').toString());
const same = (text: string) => text;

/** A master of authority A, altered and signed. */
export function craft(change: Crafting): string {
  const { from = w.issued.credential, header, payload, headerText = same, payloadText = same, signer = w.a } = change;
  const [jwt, ...disclosures] = from.slice(0, -1).split('~') as [string, ...string[]];
  const [first, second] = jwt.split('.').map((part, i) => (i < 2 ? json(part) : part));
  // Disclosures first: they may put digests into the payload.
  const shown = change.disclosures?.(disclosures, second) ?? disclosures;
  const head = header?.(first) ?? first;
  const body = payload?.(second) ?? second;
  const signed = signText(headerText(JSON.stringify(head)), payloadText(JSON.stringify(body)), signer);
  return `${[signed, ...shown].join('~')}~`;
}

/** The overlay of a master that can't be read: nothing else of the case matters. */
export const unread = (change: Crafting): Overlay => ({ '/credential': craft(change) });

/** The overlay of a master with the receipt of the event that made it. */
export function master(change: Crafting, event: Partial<LicenceEvent> = {}): Overlay {
  const credential = craft(change);
  const claims = json(credential.split('.')[1]);
  return brought(w.eventOf(credential, claims.licence_id, claims.status.status_list.idx, event));
}

export const brought = (issued: Issued): Overlay => ({ '/credential': issued.credential, ...logged(issued) });

/** Sets members of the payload; `undefined` takes one away. */
export const set = (members: object) => (value: Json) => ({ ...value, ...members });

/** A disclosure of these parts, base64url. */
export const disclosure = (...parts: unknown[]): string => toBase64url(Buffer.from(JSON.stringify(parts)));
