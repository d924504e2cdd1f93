import * as oauth from 'oauth4webapi';
import { request } from '../client/index.js';

/** Where and as whom this page signs in; `GET /citizen/config.json`. */
export interface CitizenConfig {
  clientId: string;
  redirectUri: string;
  issuer: string;
  /** Scope to ask for; `holder` unless told. */
  scope?: string;
  /** Resource of the access token (RFC 8707), where the server binds tokens to one. */
  resource?: string;
}

export interface Tokens {
  accessToken: string;
  /** ms since the epoch. */
  expiresAt: number;
}

/** What stopped a sign-in. */
export class SignInFault extends Error {
  constructor(
    readonly code: 'unreachable' | 'refused' | 'lost' | 'insecure',
    options?: ErrorOptions,
  ) {
    super(`sign-in: ${code}`, options);
  }
}

const PENDING = 'elicence.sign-in';
const fetchOptions = () => ({
  [oauth.allowInsecureRequests]: location.protocol === 'http:',
  signal: AbortSignal.timeout(20_000),
});

export async function readConfig(): Promise<CitizenConfig> {
  const answer = await request<CitizenConfig>('/citizen/config.json');
  if (!answer.ok) throw new SignInFault('unreachable');
  return answer.value;
}

/** Leaves for the registry's login page; the login is asked for each time, since a device may be shared. */
export async function startSignIn(config: CitizenConfig): Promise<void> {
  if (!globalThis.crypto?.subtle) throw new SignInFault('insecure');
  const server = await discover(config);
  if (!server.authorization_endpoint) throw new SignInFault('unreachable');
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state }));
  const address = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    response_type: 'code',
    scope: config.scope ?? 'holder',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    prompt: 'login',
    ui_locales: document.documentElement.lang,
    ...(config.resource ? { resource: config.resource } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address);
}

/** Whether this address is an answer of the login page. */
export const isSignInAnswer = (address: URL): boolean =>
  address.searchParams.has('state') && (address.searchParams.has('code') || address.searchParams.has('error'));

/** Exchanges the login page's answer for tokens; a `SignInFault` tells why not. */
export async function finishSignIn(config: CitizenConfig, address: URL): Promise<Tokens> {
  const pending = takePending();
  if (!pending) throw new SignInFault('lost');
  const server = await discover(config);
  const client: oauth.Client = { client_id: config.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, address, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      config.redirectUri,
      pending.verifier,
      { ...fetchOptions(), ...(config.resource ? { additionalParameters: { resource: config.resource } } : {}) },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response);
    return { accessToken: tokens.access_token, expiresAt: Date.now() + (tokens.expires_in ?? 600) * 1000 };
  } catch (cause) {
    throw new SignInFault(cause instanceof TypeError ? 'unreachable' : 'refused', { cause });
  }
}

/** Tells the server to forget the token; the page forgets it in any case. */
export async function revoke(config: CitizenConfig, tokens: Tokens): Promise<void> {
  const server = await discover(config);
  if (!server.revocation_endpoint) return;
  await oauth.revocationRequest(
    server,
    { client_id: config.clientId },
    oauth.None(),
    tokens.accessToken,
    fetchOptions(),
  );
}

async function discover(config: CitizenConfig): Promise<oauth.AuthorizationServer> {
  try {
    const response = await fetch('/.well-known/oauth-authorization-server', { signal: AbortSignal.timeout(20_000) });
    return await oauth.processDiscoveryResponse(new URL(config.issuer), response);
  } catch (cause) {
    throw new SignInFault('unreachable', { cause });
  }
}

function takePending(): { verifier: string; state: string } | undefined {
  const kept = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  return kept ? JSON.parse(kept) : undefined;
}
