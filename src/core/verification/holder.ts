import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { hasHeader, parseCompactJws } from '../jws/index.js';
import { ok, type Result, refuse } from '../result.js';
import { members, textOf, wholeNumber } from '../shape/index.js';
import { answer, unreadable } from './answer.js';
import type { Case } from './case.js';
import type { HolderCode } from './codes.js';
import type { KeyBindingExpectation } from './evidence.js';
import type { Check } from './report.js';

const limits = { maxLength: 8192, maxDepth: 4 };
const skew = 60;
const claims = members(
  { iat: wholeNumber(0), aud: textOf(2048), nonce: textOf(512), sd_hash: textOf(64) },
  { exp: wholeNumber(), nbf: wholeNumber() },
  'ignored',
);

interface Binding {
  iat: number;
  aud: string;
  nonce: string;
  exp?: number;
  nbf?: number;
}

/**
 * Is the one who shows it the one who holds it? What is required is said by `evidence.keyBinding` and the credential's
 * `cnf`, never by whether a key-binding JWT came along (RFC 9901 §7.3).
 */
export function checkHolder({ subject, evidence, at, atText, crypto }: Case): Check {
  if (!subject.ok) return unreadable('holder', atText);
  const { keyBinding, presented } = subject.parts;
  const asked = evidence.keyBinding;
  const key = subject.jwt.clear.cnf?.jwk;
  const answered = (outcome: Check['outcome'], code: HolderCode) => answer('holder', outcome, code, atText);
  if (keyBinding === undefined) {
    if (asked !== undefined) return answered('failed', 'key-binding-missing');
    return answered('not-applicable', key === undefined ? 'holder-binding-not-used' : 'key-binding-not-asked');
  }
  if (key === undefined) return answered('failed', 'key-binding-without-key');
  const binding = readBinding(presented, keyBinding, key, crypto);
  if (!binding.ok) return answered('failed', binding.code);
  if (asked === undefined) return answered('not-applicable', 'key-binding-not-asked');
  const fault = differs(binding.value, asked, at / 1000);
  return fault === undefined ? answered('passed', 'holder-bound') : answered('failed', fault);
}

function readBinding(
  presented: string,
  text: string,
  key: EcPublicJwk,
  crypto: CryptoPort,
): Result<Binding, HolderCode> {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok || !hasHeader(jws.value.header, 'kb+jwt', [])) return refuse('key-binding-malformed');
  const { payload, signingInput, signature } = jws.value;
  if (!claims(payload)) return refuse('key-binding-malformed');
  if (!crypto.verifyEs256(key, signingInput, signature)) return refuse('key-binding-signature-wrong');
  const hash = crypto.digestText(presented);
  return payload.sd_hash === hash ? ok(payload) : refuse('key-binding-of-another-presentation');
}

function differs(binding: Binding, asked: KeyBindingExpectation, now: number): HolderCode | undefined {
  if (binding.aud !== asked.audience || binding.nonce !== asked.nonce) return 'key-binding-of-another-request';
  const { iat, nbf = iat, exp } = binding;
  const fresh = iat >= now - (asked.maxAge ?? 300) - skew && iat <= now + skew;
  // A valid JWT in all other respects (RFC 9901 §7.3): a holder may have bounded it further.
  const inForce = nbf <= now + skew && (exp === undefined || exp > now);
  return fresh && inForce ? undefined : 'key-binding-not-fresh';
}
