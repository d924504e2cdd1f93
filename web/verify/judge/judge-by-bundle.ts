import {
  type EcPublicJwk,
  offline,
  type Report,
  readTrustBundle,
  type TrustBundle,
  type TrustBundleContext,
  type TrustBundleRefusal,
  verifyByBundle,
} from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import type { InHand } from './in-hand.js';

/** The numbers of the newest bundle that this device used. */
export type SeenBundle = NonNullable<TrustBundleContext['seen']>;

/** A bundle that was read, or why it is not used. */
export type BundleRead = { bundle: TrustBundle; seen: SeenBundle } | { refused: TrustBundleRefusal };

/** Reads a trust bundle under the pinned root; one older than was seen is refused, as is an expired one. */
export function readBundle(text: string, root: EcPublicJwk, at: number, seen?: SeenBundle): BundleRead {
  const read = readTrustBundle(text, { root, at, ...(seen && { seen }) }, nobleCrypto);
  if (!read.ok) return { refused: read.code };
  const { number, trust } = read.value;
  return { bundle: read.value, seen: { number, trustListNumber: trust.number } };
}

/**
 * Judges what was brought by a bundle alone, under the policy for that. Undefined where nothing of the licence is in hand: a
 * record that only its code opens lies with the registry.
 */
export function judgeByBundle(bundle: TrustBundle, inHand: InHand, at: number): Report | undefined {
  const { credential, carrier, kept } = inHand;
  const along = {
    ...(kept?.receipt ? { receipt: kept.receipt } : {}),
    ...(kept?.promise ? { promise: kept.promise as never } : {}),
    ...(kept ? { statements: kept.statements } : {}),
  };
  if (credential !== undefined) {
    return verifyByBundle(bundle, { ...along, credential, ...(carrier && { carrier }) }, offline, at, nobleCrypto);
  }
  return carrier && verifyByBundle(bundle, { ...along, carrier }, offline, at, nobleCrypto);
}
