import { fromBase64url } from '../bytes/index.js';
import type { EcPublicJwk } from '../crypto/index.js';
import { isText, literal, members, textOf } from './guards.js';

const coordinate = isText((text) => text.length === 43 && fromBase64url(text) !== undefined);

/** A public P-256 key and nothing else: a private part (`d`) is refused like every other member. */
export const es256Key = members(
  { kty: literal('EC'), crv: literal('P-256'), x: coordinate, y: coordinate },
  { kid: textOf(256), use: literal('sig'), alg: literal('ES256') },
) satisfies (value: unknown) => value is EcPublicJwk;
