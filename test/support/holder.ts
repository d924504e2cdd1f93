import { newPkce, signIn } from '../../src/access/testing/browser.js';
import type { Demo } from './registry.js';

/** Signs a holder of the demo in, as the citizen page does: authorization code with PKCE. */
export async function holderToken(demo: Demo, login: string): Promise<string> {
  const holder = demo.holders.find((one) => one.login === login);
  if (!holder) throw new Error(`the demo has no holder ${login}`);
  const { verifier, challenge } = newPkce();
  const callback = await signIn(demo.baseUrl, login, holder.password, challenge);
  const answer = await fetch(demo.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: demo.citizenApp.clientId,
      redirect_uri: demo.citizenApp.redirectUri,
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new Error(`no token for ${login}: ${answer.status}`);
  return token;
}
