import type { CryptoPort } from '../crypto/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { takeAnchors } from './attestation/statements.js';
import type { Case } from './case.js';
import type { Evidence } from './evidence.js';
import { takeTrustThen } from './history-trust.js';
import type { Policy } from './policy.js';
import { takeTrust } from './trust-in-hand.js';

/** Reads once what every check needs beside the credential. @throws RangeError on an `at` that is no moment */
export function openCase(
  evidence: Omit<Evidence, 'credential'>,
  policy: Policy,
  at: number,
  crypto: CryptoPort,
): Omit<Case, 'subject' | 'carrier'> {
  const atText = instantText(at);
  const now = Math.max(at, parseInstant(evidence.trust.asOf ?? '') ?? at);
  const trust = takeTrust(evidence.trust, { at, now, atText }, policy, crypto);
  const anchors = takeAnchors(evidence.anchors, trust, now, crypto);
  // Mostly they are anchors already, and nothing need be copied.
  const taken = anchors === evidence.anchors ? (evidence as Case['evidence']) : { ...evidence, anchors };
  const given = { evidence: taken, trust, policy, at, now, atText, crypto };
  return Object.assign(given, { trustThen: takeTrustThen(given) });
}
