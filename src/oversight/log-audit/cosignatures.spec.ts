import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  type CosignerKey,
  cosign,
  formatCheckpoint,
  formatCosignerKey,
  parseCosignerKey,
  type TrustList,
} from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { judgeCosignatures } from './cosignatures.js';
import { memoryLog, origin } from './testing/memory-log.js';
import { openView } from './views.js';

const log = memoryLog([]);
const text = formatCheckpoint({ origin, size: 5, root: new Uint8Array(32) });
const from = '2026-01-01T00:00:00.000Z';
const within = Date.parse(from) / 1000 + 60;

function newWitness(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const noteKey = formatCosignerKey(name, raw, nodeCrypto);
  const key = parseCosignerKey(noteKey, nodeCrypto) as CosignerKey;
  const line = (of: string, at: number) => cosign(of, at, key, (data) => sign(null, data, privateKey));
  return { listed: { name, noteKey, from }, line };
}
const [one, two] = [newWitness('witness.one'), newWitness('witness.two')];
const list: TrustList = {
  number: 1,
  issuedAt: from,
  expiresAt: '2100-01-01T00:00:00.000Z',
  registry: { name: { 'zh-CN': '库', en: 'Registry' }, baseUrl: 'https://registry.example', timeZone: 'Asia/Shanghai' },
  authorities: [],
  types: [],
  keys: [],
  logs: [],
  contracts: [],
  witnesses: [one.listed, two.listed],
};
const judge = (...lines: string[]) =>
  judgeCosignatures(
    openView('/log/checkpoint', log.sign(text) + lines.join(''), log.key, nodeCrypto),
    list,
    nodeCrypto,
  );

describe(judgeCosignatures.name, () => {
  it('names the witnesses whose lines are right and in their time, and passes over those of others', () => {
    expect(judge()).toEqual([]);
    expect(judge(two.line(text, within), newWitness('witness.three').line(text, within))).toEqual(['witness.two']);
    expect(judge(one.line(text, within), two.line(text, within - 3600))).toEqual(['witness.one']);
  });

  it('calls a line a lie that stands under a name and key that did not sign it', () => {
    const ofAnother = formatCheckpoint({ origin, size: 6, root: new Uint8Array(32) });
    expect(judge(one.line(ofAnother, within))).toMatchObject({
      code: 'cosignature-wrong',
      evidence: { witness: 'witness.one' },
    });
  });
});
