import { beforeAll, describe, expect, it } from '@jest/globals';
import { authorizeUrl, Browser, newPkce } from '../../src/access/testing/browser.js';
import { holderToken } from '../support/holder.js';
import { refusal } from '../support/refusal.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let citizen: string;
let idCard: string;
let insurance: string;
let foreign: string;

const matterCode = 'hospital-admission';

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  citizen = await holderToken(demo, 'citizen13');
  const mine = await heldBy(citizen);
  [idCard, insurance] = demo.matters
    .find(({ code }) => code === matterCode)!
    .typeCodes.map((typeCode) => mine.find((item) => item.typeCode === typeCode)!.identifier) as [string, string];
  foreign = (await heldBy(await holderToken(demo, 'citizen14')))[0]!.identifier;
}, 240_000);

const heldBy = async (token: string): Promise<{ identifier: string; typeCode: string }[]> =>
  (await ask(demo.baseUrl, '/v1/me/licences', { token })).body.items;
const receiver = () => demo.clients.find(({ role }) => role === 'hospital')!.organisation.creditCode;

describe('a holder is refused', () => {
  it.each<[string, () => object, unknown[]]>([
    ['a licence of somebody else', () => ({ licences: [foreign] }), [404, 'not-found', '/licences/0 not-found']],
    ['a licence that is none', () => ({ licences: ['a\u0000'] }), [404, 'not-found', '/licences/0 not-found']],
    ['a licence twice', () => ({ licences: [idCard, idCard] }), [400, 'body-invalid', '/licences body-invalid']],
    ['no licence', () => ({ licences: [] }), [400, 'body-invalid', '/licences field-too-small']],
    ['an unknown matter', () => ({ matterCode: 'x' }), [422, 'matter-unknown', '/matterCode matter-unknown']],
    ['an unknown receiver', () => ({ receiver: 'x\u0000' }), [422, 'receiver-unknown', '/receiver receiver-unknown']],
    [
      'a matter of another receiver',
      () => ({ matterCode: 'bank-housing-loan' }),
      [422, 'matter-not-for-receiver', '/receiver matter-not-for-receiver'],
    ],
    [
      'a licence that the matter does not ask for',
      () => ({ licences: [idCard, insurance], matterCode: 'newborn-certificate' }),
      [422, 'licence-not-for-matter', '/licences/1 licence-not-for-matter'],
    ],
  ])('no code is made for %s', async (_what, change, told) => {
    const body = { licences: [idCard], matterCode, receiver: receiver(), ...change() };
    expect(refusal(await ask(demo.baseUrl, '/v1/me/presentation-codes', { token: citizen, body }))).toEqual(told);
  });

  it('a wrong password, a login that is none and one that can be none are told alike', async () => {
    const told = async (login: string) => {
      const browser = new Browser();
      const pkce = { code_challenge: newPkce().challenge, code_challenge_method: 'S256' };
      const start = await browser.go(authorizeUrl(demo.baseUrl, pkce));
      const form = new URL(start.headers.get('location') ?? '', demo.baseUrl).href;
      const answer = await browser.go(form, { login, password: 'wrong' });
      return [answer.status, (await answer.text()).replaceAll(form.slice(form.lastIndexOf('/')), '')];
    };
    const wrong = await told('citizen07');
    expect(wrong[0]).toBe(401);
    for (const login of ['nobody', 'a\u0000b', 'x'.repeat(9_000), "' or 1=1 --"])
      expect(await told(login)).toEqual(wrong);
    expect(await holderToken(demo, 'citizen07')).toBeTruthy();
  });
});
