import { type EcPublicJwk, hasHeader, type JsonObject, parseCompactJws } from '../core/index.js';
import { type Clock, nodeCrypto } from '../platform/index.js';
import { citizenApp } from './citizen-app.js';

/** What a good access token says (RFC 9068). */
export interface AccessToken {
  kind: 'client' | 'holder';
  /** Id of the client or of the citizen. */
  subject: string;
  scopes: ReadonlySet<string>;
  /** Seconds since 1970. */
  expires: number;
}

/** No access token of ours lives longer, in seconds. */
export const accessTokenLifetime = 600;
const tolerance = 10;
const maxRemembered = 10_000;
const limits = { maxLength: 4096, maxDepth: 4 };

/**
 * Checks access tokens without a network: our own key, ES256 and `at+jwt` alone, issuer and audience exactly ours. Good
 * ones are remembered by their exact text, bounded; expiry is judged every time.
 */
export class AccessTokens {
  private readonly good = new Map<string, AccessToken>();

  constructor(
    private readonly key: EcPublicJwk,
    private readonly keyId: string,
    private readonly issuer: string,
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  check(text: string): AccessToken | undefined {
    const now = this.clock() / 1000;
    const known = this.good.get(text) ?? this.remember(text, now);
    return known && known.expires > now ? known : undefined;
  }

  /** The same without checking a signature: only a text that was found good before. */
  known(text: string): AccessToken | undefined {
    const known = this.good.get(text);
    return known && known.expires > this.clock() / 1000 ? known : undefined;
  }

  private remember(text: string, now: number): AccessToken | undefined {
    const token = this.read(text, now);
    if (!token) return undefined;
    if (this.good.size >= maxRemembered) this.good.delete(this.good.keys().next().value!);
    this.good.set(text, token);
    return token;
  }

  private read(text: string, now: number): AccessToken | undefined {
    const jws = parseCompactJws(text, limits);
    if (!jws.ok) return undefined;
    const { header, payload, signingInput, signature } = jws.value;
    if (!hasHeader(header, 'at+jwt', ['kid']) || header.kid !== this.keyId) return undefined;
    if (!nodeCrypto.verifyEs256(this.key, signingInput, signature)) return undefined;
    return this.judge(payload, now);
  }

  private judge(claims: JsonObject, now: number): AccessToken | undefined {
    const { iss, aud, exp, iat, sub, client_id: client, scope = '' } = claims;
    if (iss !== this.issuer || aud !== this.audience) return undefined;
    if (typeof exp !== 'number' || typeof iat !== 'number' || exp - iat > accessTokenLifetime) return undefined;
    if (iat > now + tolerance || exp <= now) return undefined;
    // A token that is bound to a key is good only with a proof that this check does not read.
    if (typeof sub !== 'string' || typeof scope !== 'string' || 'cnf' in claims) return undefined;
    const kind = sub === client ? 'client' : client === citizenApp.clientId ? 'holder' : undefined;
    return kind && { kind, subject: sub, scopes: new Set(scope.split(' ')), expires: exp };
  }
}
