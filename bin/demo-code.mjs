#!/usr/bin/env node
// Prints a presentation code of a demo citizen: what a holder does on the citizen page, as one command for the README.
// usage: node bin/demo-code.mjs [matter] [login]; ELICENCE_DATA names the data folder of the running demo.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

process.on('uncaughtException', ({ message }) => {
  process.stderr.write(`demo-code: ${message}\n`);
  process.exit(1);
});

const [matterCode = 'hospital-admission', login = 'citizen01'] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(join(process.env.ELICENCE_DATA || '.elicence', 'demo.json'), 'utf8'));
const holder = demo.holders.find((one) => one.login === login);
const matter = demo.matters.find((one) => one.code === matterCode);
if (!holder || !matter) throw new Error(`demo.json knows no login "${login}" or no matter "${matterCode}"`);
const receiver = demo.clients.find(({ role }) => role === matter.role).organisation.creditCode;

const cookies = new Map();

/** One step of the browser: keeps cookies, follows no redirect. */
async function visit(address, form) {
  const answer = await fetch(new URL(address, demo.baseUrl), {
    redirect: 'manual',
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    cookies.set(name, value);
  }
  return answer;
}

async function signIn() {
  const verifier = randomBytes(32).toString('base64url');
  const { clientId, redirectUri } = demo.citizenApp;
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'holder',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomUUID(),
  });
  let next = (await visit(`/oauth/authorize?${query}`)).headers.get('location');
  if (!next?.includes('/login/')) throw new Error('the registry asked for no login');
  next = (await visit(next, { login, password: holder.password })).headers.get('location');
  while (next && !next.startsWith(redirectUri)) next = (await visit(next)).headers.get('location');
  if (!next) throw new Error('the registry refused the login');
  const code = new URL(next).searchParams.get('code');
  const grant = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri };
  const token = await visit('/oauth/token', { ...grant, code, code_verifier: verifier });
  return (await token.json()).access_token;
}

async function ask(token, path, body) {
  const answer = await fetch(new URL(path, demo.baseUrl), {
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${said.code} ${said.detail}`);
  return said;
}

const token = await signIn();
const { items } = await ask(token, '/v1/me/licences');
const licences = items
  .filter(({ typeCode, state }) => state === 'active' && matter.typeCodes.includes(typeCode))
  .map(({ identifier }) => identifier);
const { code } = await ask(token, '/v1/me/presentation-codes', { licences, matterCode, receiver });
process.stdout.write(`${code}\n`);
