import { toBase64url, utf8Encode } from '../../bytes/index.js';
import type { ParsedSdJwt } from '../../credential/index.js';
import { ok, type Result } from '../../result.js';
import { type VcAssemblyRefusal, vcCredentialOf } from './credential.js';

/**
 * Assembles what ES256 signs of the `vc+jwt` (VC-JOSE-COSE) of a whole master: the payload is the credential itself, with
 * no claim beside it. `keyId` names the carrier key.
 */
export function assembleVcJwt(master: ParsedSdJwt, keyId: string): Result<string, VcAssemblyRefusal> {
  const credential = vcCredentialOf(master);
  if (!credential.ok) return credential;
  return ok(`${part({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: keyId })}.${part(credential.value)}`);
}

/** Joins a `vc+jwt`: `signature` is ES256 over `signingInput`, 64 bytes r ‖ s; throws on another length. */
export function finishVcJwt(signingInput: string, signature: Uint8Array): string {
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${signingInput}.${toBase64url(signature)}`;
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
