import { randomUUID, sign } from 'node:crypto';
import type { TestKey } from './access-app.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Any compact JWS by a test key: what it says is up to the test. */
export function signJwt(key: TestKey, payload: object, header: object = {}): string {
  const input = `${part({ alg: 'ES256', typ: 'at+jwt', kid: key.keyId, ...header })}.${part(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** A client's assertion (RFC 7523). */
export function assertion(key: TestKey, clientId: string, audience: unknown, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return signJwt(key, payload, { typ: 'JWT' });
}

export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

export interface TokenAnswer {
  status: number;
  error?: string;
  access_token?: string;
  scope?: string;
  expires_in?: number;
}

/** Asks the token endpoint. */
export async function askToken(
  baseUrl: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const answer = await fetch(`${baseUrl}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: answer.status, ...((await answer.json()) as object) };
}

export const askByAssertion = (baseUrl: string, jwt: string, form: Record<string, string> = {}): Promise<TokenAnswer> =>
  askToken(baseUrl, {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jwt,
    ...form,
  });
