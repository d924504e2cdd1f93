import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  formatLicenceFile,
  type LicenceFile,
  offline,
  readTrustBundle,
  reportText,
  verifyByBundle,
} from '../../../core/index.js';
import { Bundles } from '../../../core/trust-bundle/testing/bundles.js';
import type { TrustBundlePayload } from '../../../core/trust-bundle/trust-bundle.js';
import { at, crypto, hour, iso, statusUri, World } from '../../../core/verification/testing/world.js';
import { Usage } from '../usage.js';
import { verifyCommand } from './verify-command.js';

const w = new World();
const bundles = new Bundles(w);
const { receipt } = bundles.logged;
const { credential } = w.issued;
const revoked = { statusLists: [{ uri: statusUri, token: w.statusToken(1) }] };

describe('elicence verify --offline', () => {
  let folder: string;
  const inFolder = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const config = { TRUST_ROOT_JWK: JSON.stringify(w.root.jwk), LANG: undefined };
  const bundle = (change: Partial<TrustBundlePayload> = {}) => bundles.sign(bundles.payload(change));
  const judge = (brought: string, by: string, ...more: string[]) => {
    const args = [brought, '--offline', inFolder('bundle.jws', `${by}\n`), '--state', join(folder, 'seen.json')];
    return verifyCommand(config, [...args, ...more], () => at);
  };
  const file = (change: Partial<LicenceFile> = {}) => {
    const whole: LicenceFile = {
      carrier: { kind: 'sd-jwt', content: credential },
      receipt: { ...receipt } as unknown as LicenceFile['receipt'],
      statusToken: null,
      anchors: [],
      made: iso(at),
      ...change,
    };
    const text = formatLicenceFile(whole);
    if (!text.ok) throw new Error(text.code);
    return inFolder('licence.elicence', text.value);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-verify-offline-'));
  });
  beforeEach(() => rmSync(join(folder, 'seen.json'), { force: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('judges text, file and licence file by the bundle, as of the bundle, under the policy offline', async () => {
    expect(await judge(credential, bundle())).toMatchObject({ exitCode: 0 });
    expect(await judge(inFolder('licence.sd-jwt', credential), bundle())).toMatchObject({ exitCode: 0 });
    const { said, exitCode } = await judge(file(), bundle());
    expect(said).toContain('policy: offline');
    expect(said).toContain('attestation: passed (anchored-by-statement)');
    expect(said).toContain(`as of ${iso(at)}`);
    expect(exitCode).toBe(0);
  });

  it('gives the report that the library gives for the same bundle, and leaves it to be judged again', async () => {
    const text = bundle();
    const record = join(folder, 'evidence.json');
    const { said } = await judge(credential, text, '--json', '--record', record);
    const read = readTrustBundle(text, { root: w.root.jwk, at }, crypto);
    if (!read.ok) throw new Error(read.code);
    expect(said).toBe(reportText(verifyByBundle(read.value, { credential }, offline, at, crypto)));
    expect(await verifyCommand(config, ['--evidence', record, '--json'])).toMatchObject({ said });
    expect(JSON.parse(readFileSync(record, 'utf8')).evidence.status.lists).toHaveLength(1);
  });

  it('asks under another policy for what a bundle has not', async () => {
    const { said, exitCode } = await judge(credential, bundle(), '--policy', 'strict');
    expect(said).toContain('policy: strict');
    expect(exitCode).toBe(2);
  });

  it('leaves an offline code by itself open where its list is not known, and tells an altered one', async () => {
    const code = bundles.carriers.qr();
    expect(await judge(code, bundle())).toMatchObject({ exitCode: 2 });
    expect(
      await judge(
        code.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        bundle(),
      ),
    ).toMatchObject({
      exitCode: 1,
    });
  });

  it('finds invalid what the bundle has as revoked, and takes a younger token of the registry before it', async () => {
    expect(await judge(credential, bundle(revoked))).toMatchObject({ exitCode: 1 });
    const older = { iat: at / 1000 - 4 * 3600, number: 11, exp: at / 1000 + 3600, statusLists: [] };
    const young = file({ statusToken: w.statusToken(1, { iat: at / 1000 - 60 }) });
    const list = [{ uri: statusUri, token: w.statusToken(0, { iat: older.iat - 60, exp: older.iat + 60 }) }];
    rmSync(join(folder, 'seen.json'));
    expect(await judge(young, bundle({ ...older, statusLists: list }))).toMatchObject({ exitCode: 1 });
    const old = file({ statusToken: w.statusToken(0, { iat: at / 1000 - 300 }) });
    expect(await judge(old, bundle(revoked))).toMatchObject({ exitCode: 1 });
  });

  it('refuses a bundle older than one seen, for every root and issuer by itself', async () => {
    expect(await judge(credential, bundle({ number: 13 }))).toMatchObject({ exitCode: 0 });
    await expect(judge(credential, bundle({ number: 12 }))).rejects.toThrow('trust-bundle-older-than-seen');
    expect(await judge(credential, bundle({ number: 13 }))).toMatchObject({ exitCode: 0 });
    const earlier = bundle({ number: 14, trustList: bundles.trustList({ number: 3 }) });
    await expect(judge(credential, earlier)).rejects.toThrow('trust list 3, seen 4');
    expect(readFileSync(join(folder, 'seen.json'), 'utf8').match(/":\d+/g)).toEqual(['":13', '":4']);
  });

  it.each<[string, () => string, RegExp]>([
    ['an expired one', () => bundle({ iat: at / 1000 - 7200, exp: at / 1000 }), /trust-bundle-expired/],
    ['one of another root', () => new Bundles(new World()).sign(), /trust-bundle-trust-list/],
    ['one that another key signed', () => bundles.sign(undefined, {}, w.a), /trust-bundle-signature/],
    ['a trust list in its place', () => w.trustJws(), /trust-bundle-malformed/],
    ['no bundle', () => 'nothing', /trust-bundle-malformed/],
  ])('refuses %s, and judges nothing', async (_what, made, why) => {
    await expect(judge(credential, made())).rejects.toThrow(why);
  });

  it('is not made to take an expired bundle by asking about the past', async () => {
    const args = [credential, '--offline', inFolder('bundle.jws', bundle()), '--state', join(folder, 'seen.json')];
    const late = verifyCommand(config, [...args, '--at', iso(at)], () => at + 10 * 24 * hour);
    await expect(late).rejects.toThrow('trust-bundle-expired');
  });

  it('tells of what was brought that it is no licence, and needs a root', async () => {
    await expect(judge('no-such-file', bundle())).rejects.toThrow('no such file, and no licence as text');
    await expect(judge(join(folder, 'none.pdf'), bundle())).rejects.toThrow('no such file');
    const args = [credential, '--offline', inFolder('bundle.jws', bundle())];
    await expect(verifyCommand({ ...config, TRUST_ROOT_JWK: undefined }, args)).rejects.toThrow('--root');
    await expect(verifyCommand(config, [credential, ...args])).rejects.toThrow(Usage);
  });

  it('reads a file before a text that is also its name, and takes the root as a file', async () => {
    const here = process.cwd();
    const named = inFolder('a.b.c', credential);
    process.chdir(folder);
    try {
      const root = inFolder('root.jwk', JSON.stringify(w.root.jwk));
      const args = ['a.b.c', '--offline', inFolder('bundle.jws', bundle()), '--state', join(folder, 'seen.json')];
      const said = await verifyCommand(
        { TRUST_ROOT_JWK: undefined, LANG: undefined },
        [...args, '--root', root],
        () => at,
      );
      expect([named.endsWith('a.b.c'), said.exitCode]).toEqual([true, 0]);
    } finally {
      process.chdir(here);
    }
  });

  it('answers in Chinese where the locale or the call says so', async () => {
    const by = bundle(revoked);
    const args = [credential, '--offline', inFolder('bundle.jws', by), '--state', join(folder, 'seen.json')];
    const chinese = await verifyCommand({ ...config, LANG: 'zh_CN.UTF-8' }, args, () => at);
    expect(chinese.said.split('\n')[0]).toBe('无效 invalid');
    expect(chinese.said).toContain('证照状态：未通过 (status-invalid) 证照已失效。');
    expect(chinese.said).toContain('怎么办：');
    expect((await judge(credential, by, '--lang', 'zh-CN')).said).toBe(chinese.said);
    const english = await verifyCommand({ ...config, LANG: 'zh_CN.UTF-8' }, [...args, '--lang', 'en'], () => at);
    expect(english.said.split('\n')[0]).toBe('invalid');
  });

  it('does not fail for a memory that can’t be written', async () => {
    const blocked = join(inFolder('a-file', ''), 'seen.json');
    const args = [credential, '--offline', inFolder('bundle.jws', bundle()), '--state', blocked];
    expect(await verifyCommand(config, args, () => at)).toMatchObject({ exitCode: 0 });
  });
});
