import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newWitness, statementOf } from '../../../core/verification/testing/witness.js';
import { at, iso, World } from '../../../core/verification/testing/world.js';
import { readConfig } from '../../../platform/index.js';
import { type VerifySaid, verifyCommand } from './verify-command.js';

const said = async (judged: Promise<VerifySaid>) => (await judged).said;
const w = new World();
const witness = newWitness('witness.example');
const logged = w.log(w.issued, ['2026-02-27T00:00:10.000Z', '2026-03-01T00:00:10.000Z', '2026-03-02T01:00:10.000Z']);
const cosigned = logged.anchors.map((anchor) => ({
  ...anchor,
  checkpoint: logged.receipt.checkpoint,
  statement: witness.cosign(statementOf(w, anchor), at),
}));
const plain = cosigned.map((item, n) => ({ ...item, statement: statementOf(w, logged.anchors[n]!) }));

describe('elicence verify', () => {
  let folder: string;
  let server: Server;
  const asked: string[] = [];
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const judge = (...more: string[]) => {
    const licence = file('licence.json', { credential: w.issued.credential, receipt: logged.receipt });
    const trust = file('trust.jws', w.trustJws({ witnesses: [witness.listed] }));
    const config = readConfig({ TRUST_ROOT_JWK: JSON.stringify(w.root.jwk) });
    return said(verifyCommand(config, [licence, '--trust', trust, '--at', iso(at), ...more]));
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-verify-'));
    server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://x');
      asked.push(searchParams.get('after') ?? '');
      const items = cosigned.filter(({ treeSize }) => treeSize > Number(searchParams.get('after'))).slice(0, 1);
      response.end(JSON.stringify({ items, next: null }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that a receipt is anchored by statement, without a chain and without the network', async () => {
    expect(await judge('--anchors', file('anchors.json', { items: cosigned, next: null }))).toContain(
      'attestation: passed (anchored-by-statement)',
    );
  });

  it('takes the answer of the API that issued it, with the receipt in a file of its own', async () => {
    const answer = file('answer.json', { identifier: 'x', carriers: { 'sd-jwt': w.issued.credential } });
    const more = ['--trust', file('trust.jws', w.trustJws({ witnesses: [witness.listed] })), '--at', iso(at)];
    const config = readConfig({ TRUST_ROOT_JWK: JSON.stringify(w.root.jwk) });
    const anchors = ['--anchors', file('anchors.json', { items: cosigned, next: null })];
    const receipt = ['--receipt', file('receipt.json', logged.receipt)];
    expect(await said(verifyCommand(config, [answer, ...receipt, ...more, ...anchors]))).toContain(
      '(anchored-by-statement)',
    );
    expect(await said(verifyCommand(config, [answer, ...more, ...anchors]))).toContain('attestation: indeterminate');
    await expect(verifyCommand(config, [file('none.json', { carriers: {} }), ...more])).rejects.toThrow(
      'no credential',
    );
  });

  it('says how it is called', async () => {
    for (const args of [[], ['a', 'b'], ['a', '--trsut', 'b'], ['a', '--at', 'noon']])
      await expect(verifyCommand(readConfig({}), args)).rejects.toThrow(/usage: elicence verify <file/);
  });

  it('asks an address for the anchors that matter alone', async () => {
    const { port } = server.address() as AddressInfo;
    const said = await judge('--anchors', `http://127.0.0.1:${port}/log/anchors`);
    expect(said).toContain('attestation: passed (anchored-by-statement)');
    expect(asked).toEqual(['4', '1', '0']);
  });

  it('leaves it open without statements, and without a witness under them', async () => {
    expect(await judge()).toContain('attestation: indeterminate (anchor-unconfirmed-overdue)');
    const said = await judge('--anchors', file('plain.json', { items: plain, next: null }));
    expect(said).toContain('attestation: indeterminate (statement-not-cosigned)');
  });

  it.each([
    ['no JSON', 'nothing'],
    ['a list', [cosigned[0]]],
    ['items of another kind', { items: [{ statement: 'x' }] }],
  ])('refuses %s for anchors', async (_what, content) => {
    await expect(judge('--anchors', file('bad.json', content))).rejects.toThrow('no answer of /log/anchors');
  });
});
