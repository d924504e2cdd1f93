import type { CryptoPort } from '../../crypto/index.js';
import { ok, type Result } from '../../result.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import type { SdJwtRefusal } from './refusals.js';

/**
 * A presentation that discloses what lies at, under or above these JSON pointers (`/holders/0/name`,
 * `/face_data/address`, `/licence_number`) and nothing more. A key binding is left out: it speaks of other bytes.
 */
export function present(text: string, keepPaths: readonly string[], crypto: CryptoPort): Result<string, SdJwtRefusal> {
  const parsed = parseSdJwt(text, crypto);
  if (!parsed.ok) return parsed;
  const kept = parsed.value.disclosures.filter(({ path }) =>
    keepPaths.some((keep) => path === keep || path.startsWith(`${keep}/`) || keep.startsWith(`${path}/`)),
  );
  return ok(`${[parsed.value.jwt, ...kept.map((disclosure) => disclosure.text)].join('~')}~`);
}
