import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { unsealJson, unwrapDataKey } from '../../platform/index.js';
import { CurrentHolder, createCitizen, type HolderCaller, hashPassword } from '../index.js';
import { type AccessApp, sealingKeys, startAccessApp } from '../testing/access-app.js';
import { authorizeUrl, Browser, newPkce, signIn } from '../testing/browser.js';
import { askToken } from '../testing/tokens.js';

@Controller('v1/me/licences')
class HeldController {
  @Get()
  list(@CurrentHolder() caller: HolderCaller) {
    return { citizenId: caller.citizenId, holderKey: caller.holderKeyHex };
  }
}

const person = { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' } as const;

describe('signing in', () => {
  let database: TestDatabase;
  let owner: pg.Pool;
  let access: AccessApp;
  let citizen: { id: string; holderKey: Buffer };

  const redeem = (code: string | null, verifier: string, form: Record<string, string> = {}) =>
    askToken(access.baseUrl, {
      grant_type: 'authorization_code',
      client_id: 'citizen-app',
      redirect_uri: `${access.baseUrl}/citizen/callback`,
      code: code ?? '',
      code_verifier: verifier,
      ...form,
    });
  const openForm = async (): Promise<{ browser: Browser; form: string }> => {
    const browser = new Browser();
    const parameters = { code_challenge: newPkce().challenge, code_challenge_method: 'S256' };
    const start = await browser.go(authorizeUrl(access.baseUrl, parameters));
    return { browser, form: new URL(start.headers.get('location') ?? '', access.baseUrl).href };
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Pool({ connectionString: database.urls.owner, max: 2 });
    citizen = await createCitizen(owner, sealingKeys, { ...person, login: 'citizen01', password: 'a good password' });
    access = await startAccessApp({ serviceUrl: database.urls.service, controllers: [HeldController] });
  });
  afterAll(async () => {
    await Promise.all([access?.close(), owner?.end()]);
    await database?.drop();
  });

  it('leads by a form without script to a token of the holder', async () => {
    const { verifier, challenge } = newPkce();
    const back = await signIn(access.baseUrl, 'citizen01', 'a good password', challenge);
    expect(`${back.origin}${back.pathname}`).toBe(`${access.baseUrl}/citizen/callback`);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 'a state', iss: access.baseUrl });
    const answer = await redeem(back.searchParams.get('code'), verifier);
    expect(answer).toMatchObject({ status: 200, scope: 'holder', expires_in: 600 });
    expect(answer).not.toHaveProperty('refresh_token');
    const headers = { authorization: `Bearer ${answer.access_token}` };
    const me = await (await fetch(`${access.baseUrl}/v1/me/licences`, { headers })).json();
    expect(me).toEqual({ citizenId: citizen.id, holderKey: citizen.holderKey.toString('hex') });
  });

  it('redeems a code for our own page, and for no page of another origin', async () => {
    const ask = async (origin: string) => {
      const { verifier, challenge } = newPkce();
      const code = (await signIn(access.baseUrl, 'citizen01', 'a good password', challenge)).searchParams.get('code');
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'citizen-app',
        redirect_uri: `${access.baseUrl}/citizen/callback`,
        code: code ?? '',
        code_verifier: verifier,
      });
      const answer = await fetch(`${access.baseUrl}/oauth/token`, { method: 'POST', headers: { origin }, body });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    expect(await ask(access.baseUrl)).toEqual([200, undefined]);
    expect(await ask('https://evil.example')).toEqual([400, 'invalid_request']);
  });

  it('asks for PKCE', async () => {
    const answer = await new Browser().go(authorizeUrl(access.baseUrl, {}));
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  it('never leads to a foreign address', async () => {
    const parameters = { code_challenge: newPkce().challenge, code_challenge_method: 'S256' };
    const answer = await new Browser().go(
      authorizeUrl(access.baseUrl, { ...parameters, redirect_uri: 'https://evil.example/' }),
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('gives one token for a code, however many redeem it at once', async () => {
    const { verifier, challenge } = newPkce();
    const code = (await signIn(access.baseUrl, 'citizen01', 'a good password', challenge)).searchParams.get('code');
    const answers = await Promise.all([redeem(code, verifier), redeem(code, verifier), redeem(code, verifier)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await redeem(code, verifier)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('gives no token for a code with another verifier', async () => {
    const { challenge } = newPkce();
    const code = (await signIn(access.baseUrl, 'citizen01', 'a good password', challenge)).searchParams.get('code');
    expect(await redeem(code, newPkce().verifier)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('shows a page that runs nothing, in the language that is asked for', async () => {
    const { browser, form } = await openForm();
    const page = await browser.go(form);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toMatch(/<form class="[\w -]+" method="post" action="\/login\/[\w-]+">/);
    expect(html).toContain('name="login"');
    expect(html).toContain('name="password"');
    expect(html).not.toMatch(/<script|style=|javascript:/i);
    expect(html).toContain('lang="zh-CN"');
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const { browser, form } = await openForm();
    const wrong = await browser.go(form, { login: 'citizen01', password: 'not it' });
    const unknown = await browser.go(form, { login: 'nobody', password: 'not it' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a NUL', { login: 'citizen01\0', password: 'a good password' }],
    ['a long login', { login: 'a'.repeat(3000), password: 'x' }],
    ['markup', { login: '<script>alert(1)</script>', password: '<img src=x>' }],
  ])('answers a form with %s as a failed one', async (_, fields) => {
    const { browser, form } = await openForm();
    const answer = await browser.go(form, fields);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toMatch(/alert\(|<img/);
  });

  it('takes no form from a browser that did not ask', async () => {
    const { form } = await openForm();
    const answer = await new Browser().go(form, { login: 'citizen01', password: 'a good password' });
    expect(answer.status).toBe(400);
  });

  it('locks a login after ten failures, guessed in parallel too, for a right password as well', async () => {
    const passwordHash = { hash: await hashPassword('the right one') };
    const code = '91350100M000100Y43';
    const company = { kind: 'organisation', codeType: '001', code, name: '测试公司' } as const;
    await createCitizen(owner, sealingKeys, { ...company, login: 'company01', password: passwordHash });
    const { browser, form } = await openForm();
    const guess = (password: string) => browser.go(form, { login: 'company01', password });
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(`guess ${i}`)));
    expect(guesses.every(({ status }) => status === 401)).toBe(true);
    expect((await guess('the right one')).status).toBe(401);
    const { rows } = await owner.query("select failed_logins from citizen where login = 'company01'");
    expect(rows[0].failed_logins).toBe(10);
    await owner.query("update citizen set locked_until = now() - interval '1 second' where login = 'company01'");
    expect((await guess('the right one')).status).toBe(303);
    const after = await owner.query("select failed_logins, locked_until from citizen where login = 'company01'");
    expect(after.rows[0]).toEqual({ failed_logins: 0, locked_until: null });
  });

  it('is on record, and the identity is sealed', async () => {
    const audit = await owner.query("select action, holder_key from audit where actor = $1 and result = 'allowed'", [
      `citizen:${citizen.id}`,
    ]);
    expect(audit.rows[0]).toEqual({ action: 'sign-in', holder_key: citizen.holderKey });
    const { rows } = await owner.query('select wrapped_key, sealed_identity from citizen where id = $1', [citizen.id]);
    const dataKey = unwrapDataKey(sealingKeys.wrappingKey, `citizen/wrapped_key/${citizen.id}`, rows[0].wrapped_key);
    const place = `citizen/sealed_identity/${citizen.id}`;
    expect(unsealJson(dataKey, place, rows[0].sealed_identity)).toEqual(person);
  });

  it('ends at once for a citizen who is erased', async () => {
    const { verifier, challenge } = newPkce();
    const code = '110105199003071934';
    const made = await createCitizen(owner, sealingKeys, {
      kind: 'person',
      codeType: '414',
      code,
      name: '李四',
      login: 'citizen02',
      password: 'another password',
    });
    const back = await signIn(access.baseUrl, 'citizen02', 'another password', challenge);
    const { access_token: token } = await redeem(back.searchParams.get('code'), verifier);
    const ask = () => fetch(`${access.baseUrl}/v1/me/licences`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await owner.query('delete from citizen where id = $1', [made.id]);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await ask()).status).toBe(401);
  });
});
