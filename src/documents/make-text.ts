import { deflateSync } from 'node:zlib';
import {
  assembleOfflineQr,
  assembleVcJwt,
  finishVcJwt,
  type OfflineQrPortrait,
  ok,
  type Refusal,
  type Result,
  refuse,
} from '../core/index.js';
import type { EcSigner } from '../signing/index.js';
import type { CarrierSource } from './carrier-source.js';
import { guardInput } from './guard-input.js';
import type { KeptKind } from './kinds.js';

export type CarrierText = Result<string, 'carrier-impossible'>;

const makers: Partial<Record<KeptKind, (source: CarrierSource, key: EcSigner) => CarrierText>> = {
  qr: (source, key) => makeQr(source, key),
  'vc-jwt': makeVcJwt,
};

/** Makes a carrier that is a text: small, so that it is made in the request. Undefined for a kind that is none. */
export const textMaker = (kind: KeptKind) => makers[kind];

/** Makes an offline QR; the form with a portrait when there is one. */
export function makeQr(source: CarrierSource, key: EcSigner, portrait?: OfflineQrPortrait): CarrierText {
  const assembled = assembleOfflineQr({ ...guardInput(source), ...(portrait && { portrait }) }, key.keyId);
  if (!assembled.ok) return impossible(assembled);
  const { signingInput, finish } = assembled.value;
  const text = finish(key.sign(signingInput), (data) => deflateSync(data, { level: 9 }));
  return text.ok ? text : impossible(text);
}

function makeVcJwt({ master }: CarrierSource, key: EcSigner): CarrierText {
  const assembled = assembleVcJwt(master, key.keyId);
  if (!assembled.ok) return impossible(assembled);
  return ok(finishVcJwt(assembled.value, key.sign(Buffer.from(assembled.value))));
}

/** Why in words for people: a code with the place, never a value. */
function impossible({ code, pointer, detail }: Refusal): Refusal<'carrier-impossible'> {
  return refuse('carrier-impossible', [code, pointer, detail].filter((part) => part !== undefined).join(' '));
}
