import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Forge } from '../../src/core/carrier/pdf/testing/forge.js';
import { readTrustList, readVerificationReceipt, type TrustList } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { asJpeg, asPng, blank, codes } from '../../src/verification/picture/testing/pictures.js';
import { askBatch, openBatch } from '../support/batch.js';
import { carrierOf, licenceFileOf, upload } from '../support/carriers.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { refusal } from '../support/refusal.js';
import { ask, clientToken, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let licence: IssuedLicence;
let bank: string;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  licence = await issueExample(demo);
  bank = await clientToken(demo, 'bank');
  await anchoredReceipt(demo, licence);
}, 240_000);

const byCode = () => ({ identifier: licence.identifier, code: licence.code });
const question = (body: object, token?: string) => ask(demo.baseUrl, '/v1/verifications', { body, token, key: null });
const verificationsSoFar = async () => {
  const { body } = await ask(demo.baseUrl, '/metrics');
  return [...String(body).matchAll(/^elicence_verifications_total\{[^}]*\} (\d+)$/gm)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
};

describe('a question that comes again', () => {
  it('is judged each time: the same until the licence is suspended, and then no longer', async () => {
    const other = await issueExample(demo);
    const receipt = await anchoredReceipt(demo, other);
    const asked = {
      credential: other.credential,
      receipt,
      evidence: true,
      verificationReceipt: true,
      policy: 'standard',
    };
    const wrong = { ...asked, receipt: { ...receipt, index: receipt.index + 1 } };
    const verdictOf = async (body: object) => {
      const { status, body: answer } = await question(body);
      return [
        status,
        answer.verdict,
        answer.checks.map(({ code }: { code: string }) => code),
        answer.evidence?.receipt,
      ];
    };
    const first = await verdictOf(asked);
    expect([first[1], first[3]]).toEqual(['valid', receipt]);
    for (let n = 0; n < 4; n++) expect(await verdictOf(asked)).toEqual(first);
    for (let n = 0; n < 4; n++) expect((await verdictOf(wrong))[1]).toBe('invalid');
    const reason = { reasonCode: 'other', reason: 'A journey asks for it' };
    await ask(demo.baseUrl, `/v1/licences/${other.identifier}/suspend`, { token: other.token, body: reason });
    for (let n = 0; n < 2; n++) expect((await verdictOf(asked))[1]).toBe('invalid');
  });
});

describe('a batch', () => {
  it('is answered line by line in order, as each question would be alone, and a bad line fails alone', async () => {
    const at = new Date().toISOString();
    const { credential, verificationUrl } = licence;
    const questions = [
      { id: 'credential', credential, at, policy: 'strict' },
      { id: 'code', ...byCode(), at },
      { id: 'qr', qr: verificationUrl, at, evidence: true },
      { id: 'wrong', ...byCode(), identifier: `${licence.identifier}X`, at },
      { id: 'foreign', qr: 'https://evil.example/v/x#y' },
    ];
    const lines = questions.map((one) => JSON.stringify(one));
    const {
      status,
      type,
      lines: answers,
    } = await askBatch(demo.baseUrl, [...lines, '{"qr":1,"qr":2}', '', lines[1]].join('\r\n'));
    expect([status, type]).toEqual([200, 'application/x-ndjson']);
    expect(answers.map(({ id, code, verdict }) => [id, code ?? verdict])).toEqual([
      ['credential', 'valid'],
      ['code', 'valid'],
      ['qr', 'valid'],
      ['wrong', 'invalid'],
      ['foreign', 'qr-foreign-address'],
      [undefined, 'body-duplicate-key'],
      ['code', 'valid'],
    ]);
    for (const [n, { id, ...asked }] of questions.slice(0, 4).entries()) {
      const alone = await question(asked);
      const known = ({ checks, evidence, ...rest }: Record<string, unknown>) => ({
        ...rest,
        checks: (checks as { check: string; outcome: string; code: string }[]).map(({ check, outcome, code }) => [
          check,
          outcome,
          code,
        ]),
      });
      expect(known(answers[n])).toEqual({ id, ...known(alone.body) });
    }
  });

  it('is answered while it is still asked, each line as soon as it is known', async () => {
    const batch = openBatch(demo.baseUrl);
    batch.ask({ id: 'one', ...byCode() });
    expect(await batch.next()).toMatchObject({ id: 'one', verdict: 'valid' });
    batch.ask({ id: 'two', qr: 'hello' }, { id: 'three', ...byCode() });
    expect(await batch.next()).toMatchObject({ id: 'two', code: 'qr-unreadable' });
    expect(await batch.next()).toMatchObject({ id: 'three', verdict: 'valid' });
    batch.sent.end();
    expect(await batch.next()).toBeUndefined();
  });

  it('waits for a reader who does not read, and ends with one who goes', async () => {
    const many = 2_000;
    const batch = openBatch(demo.baseUrl, bank);
    const before = await verificationsSoFar();
    for (let n = 0; n < many; n++) batch.ask({ id: String(n), credential: licence.credential, evidence: true });
    batch.sent.end();
    await batch.answer;
    let last = -1;
    const stalled = await eventually(async () => {
      const now = await verificationsSoFar();
      const same = now === last;
      last = now;
      return same && now - before;
    }, 60_000);
    expect(stalled).toBeLessThan(many);
    for (let n = 0; n < 20; n++) expect(await batch.next()).toMatchObject({ id: String(n) });
    batch.sent.destroy();
    last = -1;
    await eventually(async () => {
      const now = await verificationsSoFar();
      const same = now === last;
      last = now;
      return same;
    }, 60_000);
    expect(last - before).toBeLessThan(many);
    expect((await question(byCode())).body.verdict).toBe('valid');
  }, 120_000);

  it('is bounded: in lines and bytes, and each line', async () => {
    const line = JSON.stringify({ qr: 'hello' });
    const { lines } = await askBatch(demo.baseUrl, Array(120).fill(line).join('\n'));
    expect(lines.slice(98).map(({ code }) => code)).toEqual(['qr-unreadable', 'qr-unreadable', 'batch-over-limit']);
    const whole = await askBatch(demo.baseUrl, Array(120).fill(line).join('\n'), { authorization: `Bearer ${bank}` });
    expect(whole.lines.map(({ code }) => code)).toEqual(Array(120).fill('qr-unreadable'));
    const long = await askBatch(demo.baseUrl, `${JSON.stringify({ qr: 'x'.repeat(200_000) })}\n${line}`);
    expect(long.lines.map(({ code }) => code)).toEqual(['line-too-long', 'qr-unreadable']);
    const large = await askBatch(demo.baseUrl, `${line}\n`.repeat(80_000));
    expect([large.status, large.lines[0].code]).toEqual([413, 'batch-over-limit']);
  });

  it('speaks NDJSON alone, and nothing else does', async () => {
    const batch = '/v1/verifications/batch';
    for (const type of [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const answer = await fetch(`${demo.baseUrl}${batch}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}',
      });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await ask(demo.baseUrl, '/v1/verifications', { body: '{}', headers });
    expect(refusal(answer)).toEqual([415, 'media-type-unsupported']);
    expect(refusal(await ask(demo.baseUrl, batch, { body: '{}', headers, token: `${bank}x` }))).toEqual([
      401,
      'unauthenticated',
    ]);
  });
});

describe('a question by identifier and code', () => {
  it('gives the same bytes whatever is wrong with it', async () => {
    const at = '2026-11-30T00:00:00.000Z';
    const other = `${licence.identifier.slice(0, -1)}${licence.identifier.endsWith('A') ? 'B' : 'A'}`;
    const wrong = licence.code.replace(/^./, (c) => (c === '0' ? '1' : '0'));
    const asked = [
      { identifier: licence.identifier, code: wrong },
      { identifier: licence.identifier, code: 'no such code' },
      { identifier: licence.identifier, code: '\u0000' },
      { identifier: other, code: licence.code },
      { identifier: '1.2.156', code: licence.code },
      { identifier: 'a\u0000b', code: 'x' },
    ];
    const answers = await Promise.all(
      asked.map(async (body) => {
        const sent = { method: 'POST', headers: { 'content-type': 'application/json' } };
        const answer = await fetch(`${demo.baseUrl}/v1/verifications`, {
          ...sent,
          body: JSON.stringify({ ...body, at, evidence: true }),
        });
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        return [answer.status, headers, (await answer.text()).replace(/"asOf":"[^"]+"/g, '')];
      }),
    );
    expect(answers[0]![0]).toBe(200);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('is refused past a number of wrong codes, whether or not there is such a licence', async () => {
    const guessed = await issueExample(demo);
    for (const identifier of [guessed.identifier, `${guessed.identifier}0`]) {
      const guesses = Array.from({ length: 60 }, (_, n) =>
        JSON.stringify({ identifier, code: String(n).padStart(16, '0') }),
      );
      const { lines } = await askBatch(demo.baseUrl, guesses.join('\n'));
      expect(new Set(lines.map(({ verdict }) => verdict))).toEqual(new Set(['invalid']));
      const answer = await question({ identifier, code: guessed.code });
      expect(refusal(answer)).toEqual([429, 'rate-limited']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await question({ credential: guessed.credential })).body.verdict).toBe('valid');
    expect((await question(byCode())).body.verdict).toBe('valid');
  });
});

describe('an uploaded picture', () => {
  const told = async (file: Buffer) => {
    const { status, body } = await upload(demo.baseUrl, file);
    return [
      status,
      body.code ?? body.verdict,
      ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer),
    ];
  };

  it('is judged by the one code of ours in it', async () => {
    const offline = (await carrierOf(demo, licence, 'qr')).toString();
    expect(await told(asPng(codes(licence.verificationUrl)))).toEqual([200, 'valid']);
    expect(await told(await asJpeg(codes('https://evil.example/', licence.verificationUrl)))).toEqual([200, 'valid']);
    const { body } = await upload(demo.baseUrl, asPng(codes(offline)));
    expect([body.verdict, body.licence.identifier]).toEqual(['valid', licence.identifier]);
  });

  it('is refused where that is not so', async () => {
    expect(await told(asPng(codes(licence.verificationUrl, licence.credential.slice(0, 400))))).toEqual([200, 'valid']);
    expect(await told(asPng(codes(licence.verificationUrl, 'ELC1:AB')))).toEqual([422, 'several-codes', '/file']);
    expect(await told(asPng(codes('https://evil.example/')))).toEqual([422, 'qr-foreign-address', '/file']);
    expect(await told(asPng(codes('hello')))).toEqual([422, 'qr-unreadable', '/file']);
    expect(await told(asPng(blank(200, 200)))).toEqual([422, 'picture-without-code', '/file']);
    expect(await told(Buffer.from('RIFF....WEBPVP8 '))).toEqual([422, 'picture-unsupported', '/file']);
    const large = asPng(codes('a'), { said: { width: 9_000, height: 9_000 } });
    expect(await told(large)).toEqual([413, 'picture-too-large', '/file']);
    expect(await told(asPng(codes('a'), { data: deflateSync(Buffer.alloc(100_000_000)) }))).toEqual([
      422,
      'picture-unreadable',
      '/file',
    ]);
  });
});

describe('an uploaded file of any kind', () => {
  const spoilings = Number(process.env.SPOILINGS ?? 12);
  let genuine: [string, Buffer][];

  beforeAll(async () => {
    const carrier = (kind: string) => carrierOf(demo, licence, kind);
    const code = codes((await carrier('qr')).toString());
    genuine = [
      ['pdf', await carrier('pdf')],
      ['licence file', Buffer.from(await licenceFileOf(demo, licence, 'qr'))],
      ['sd-jwt', Buffer.from(licence.credential)],
      ['vc-jwt', await carrier('vc-jwt')],
      ['qr', await carrier('qr')],
      ['png', asPng(code)],
      ['jpeg', await asJpeg(code)],
      ['progressive jpeg', await asJpeg(code, { progressive: true })],
    ];
  }, 120_000);

  it('of a PDF bounds what it inflates to and its pages', async () => {
    const pdf = genuine[0]![1];
    const bomb = Forge.open(pdf);
    bomb.store(bomb.content, deflateSync(Buffer.alloc(200_000_000)).toString('latin1'));
    const paged = Forge.open(pdf);
    paged.edit(paged.find(/\/Type \/Pages/), '/Count 1', '/Count 100000');
    for (const forged of [bomb, paged]) {
      const { status, body } = await upload(demo.baseUrl, Buffer.from(forged.build(), 'latin1'));
      expect([status, body.verdict, body.checks[0].code]).toEqual([200, 'invalid', 'carrier-malformed']);
    }
  });

  it('spoiled at random is judged, or refused with a stable code at /file, and never a fault', async () => {
    let seed = 20_261_130;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (const [kind, bytes] of genuine) {
      for (let n = 0; n < spoilings; n++) {
        const { status, body } = await upload(demo.baseUrl, spoiled(bytes, random));
        if (status === 200)
          expect([kind, body.verdict]).toEqual([kind, expect.stringMatching(/^(in)?valid$|^indeterminate$/)]);
        else {
          expect([kind, status]).toEqual([kind, status === 413 ? 413 : 422]);
          expect([kind, body.code, body.errors]).toEqual([
            kind,
            expect.any(String),
            [expect.objectContaining({ pointer: '/file' })],
          ]);
        }
      }
    }
  }, 600_000);
});

/** Bytes changed, cut off, doubled or put in. */
function spoiled(bytes: Buffer, random: (below: number) => number): Buffer {
  const at = random(bytes.length);
  const way = random(5);
  if (way === 0) return bytes.subarray(0, at);
  if (way === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1))]);
  if (way === 2) return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at)]);
  const changed = Buffer.from(bytes);
  for (let hits = 0; hits <= random(8); hits++) changed[random(changed.length)] = random(256);
  return changed;
}

describe('a verification receipt', () => {
  let list: TrustList;

  beforeAll(async () => {
    const jws = await (await fetch(`${demo.baseUrl}/.well-known/elicence-trust`)).text();
    const read = readTrustList(jws, demo.trust.publicKey, { at: Date.now() }, nodeCrypto);
    if (!read.ok) throw new Error(read.code);
    list = read.value;
  });
  const readReceipt = (text: string, expected = {}) => readVerificationReceipt(text, list, expected, nodeCrypto);

  it('proves to anybody who has the trust list what a bank checked, when, and how it ended', async () => {
    const { credential } = licence;
    const { body } = await question({ credential, policy: 'strict', verificationReceipt: true }, bank);
    const audience = demo.clients.find(({ role }) => role === 'bank')!.organisation.creditCode;
    const read = readReceipt(body.verificationReceipt, { audience, credential });
    expect(read).toMatchObject({
      ok: true,
      value: {
        iss: demo.baseUrl,
        aud: audience,
        identifier: licence.identifier,
        verdict: 'valid',
        at: body.at,
        policy: { name: 'strict' },
        checkpoint: { origin: demo.log.origin },
        anchor: { contract: expect.any(String) },
        trustList: list.number,
      },
    });
    const named = body.checks.map(({ check, outcome, code, asOf }: Record<string, string>) => ({
      check,
      outcome,
      code,
      asOf,
    }));
    expect(read.ok && read.value.checks).toEqual(named);
    const said = Buffer.from(body.verificationReceipt.split('.')[1], 'base64url').toString();
    for (const holder of body.licence.holders) expect(said).not.toContain(holder.name);
    expect(readReceipt(`${body.verificationReceipt.slice(0, -2)}AA`).ok).toBe(false);
  });

  it('is given to anyone, of anything that is asked, and in a batch', async () => {
    const wrong = await question({ credential: `${licence.credential}x`, verificationReceipt: true });
    const invalid = readReceipt(wrong.body.verificationReceipt, { credential: `${licence.credential}x` });
    expect(invalid).toMatchObject({ ok: true, value: { verdict: 'invalid' } });
    expect(invalid.ok && Object.keys(invalid.value)).toEqual(
      expect.not.arrayContaining(['aud', 'identifier', 'checkpoint']),
    );
    const lines = [
      { ...byCode(), verificationReceipt: true },
      { qr: licence.verificationUrl, verificationReceipt: true },
    ];
    const { lines: answers } = await askBatch(demo.baseUrl, lines.map((line) => JSON.stringify(line)).join('\n'));
    const claims = answers.map(({ verificationReceipt }) => readReceipt(verificationReceipt));
    for (const claim of claims)
      expect(claim).toMatchObject({ ok: true, value: { verdict: 'valid', identifier: licence.identifier } });
    expect(new Set(claims.map((claim) => claim.ok && claim.value.jti)).size).toBe(2);
    for (const claim of claims) expect(claim.ok && claim.value).not.toHaveProperty('brought');
    const form = new FormData();
    form.append('file', new Blob([licence.credential]), 'x');
    form.append('verificationReceipt', 'true');
    const answer = await fetch(`${demo.baseUrl}/v1/verifications`, { method: 'POST', body: form });
    const { verificationReceipt } = (await answer.json()) as { verificationReceipt: string };
    expect(readReceipt(verificationReceipt, { credential: licence.credential }).ok).toBe(true);
  });
});
