import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, encodeBytes32String, type HDNodeWallet } from 'ethers';
import pg from 'pg';
import { connectTestChain, type TestChain } from '../../../test/support/chain.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { loadLedger } from '../../attestation/index.js';
import { finishTrustList, type TrustList, trustListSigningInput } from '../../core/index.js';
import { readConfig } from '../../platform/index.js';
import { storeNextTrustList } from '../trust/trust-list.store.js';
import { publishIssuersCommand } from './publish-issuers.js';

const [creditCode, typeCode] = ['11320482014138860P', '11100000000013338W011'];
const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { kty, crv, x, y } = root.publicKey.export({ format: 'jwk' });
const rootJwk = { kty, crv, x, y } as TrustList['authorities'][number]['certificates'][number]['publicKey'];

function listOf(number: number, rights: { typeCode: string; from: string }[]): TrustList {
  const now = Date.now();
  const name = { 'zh-CN': '登记处', en: 'Registry' };
  return {
    number,
    issuedAt: new Date(now - 1000).toISOString(),
    expiresAt: new Date(now + 86_400_000).toISOString(),
    registry: { name, baseUrl: 'https://r.example', timeZone: 'Asia/Shanghai' },
    authorities: [{ creditCode, name, issuer: 'https://r.example/issuers/1', certificates: [], rights }],
    types: [],
    keys: [],
    logs: [],
    contracts: [],
  };
}

describe('contracts publish-issuers', () => {
  let chain: TestChain;
  let database: TestDatabase;
  let admin: HDNodeWallet;
  let issuerRegistry: string;
  beforeAll(async () => {
    chain = connectTestChain();
    database = await createTestDatabase();
    admin = await chain.fundedAccount();
    const { deployContracts } = await loadLedger();
    const deployed = await deployContracts({ provider: chain.provider, admin, anchorer: admin.address });
    issuerRegistry = deployed.issuerRegistry;
  });
  afterAll(async () => {
    chain.close();
    await database.drop();
  });

  const config = (more: Record<string, string> = {}) =>
    readConfig({
      DATABASE_OWNER_URL: database.url('owner'),
      CHAIN_RPC_URL: chain.url,
      CHAIN_ID: String(chain.chainId),
      CHAIN_ADMIN_KEY: admin.privateKey,
      ISSUER_REGISTRY_ADDRESS: issuerRegistry,
      TRUST_ROOT_JWK: JSON.stringify(rootJwk),
      ...more,
    });
  async function publish(list: TrustList): Promise<void> {
    const client = new pg.Client({ connectionString: database.url('owner') });
    await client.connect();
    try {
      await storeNextTrustList(client, async () => {
        const input = trustListSigningInput(list, 'root');
        const signature = sign('sha256', Buffer.from(input), { key: root.privateKey, dsaEncoding: 'ieee-p1363' });
        return { number: list.number, jws: finishTrustList(input, signature) };
      });
    } finally {
      await client.end();
    }
  }
  const may = () =>
    new Contract(
      issuerRegistry,
      ['function mayIssue(bytes32, bytes32, uint64) view returns (bool)'],
      chain.provider,
    ).getFunction('mayIssue')(
      encodeBytes32String(creditCode),
      encodeBytes32String(typeCode),
      Math.floor(Date.now() / 1000),
    );

  it('says what is missing, and that no list is there', async () => {
    await expect(publishIssuersCommand(readConfig({}))).rejects.toThrow('ISSUER_REGISTRY_ADDRESS');
    await expect(publishIssuersCommand(config())).rejects.toThrow('no trust list');
  });

  it('writes the newest list once, and nothing the second time', async () => {
    await publish(listOf(1, [{ typeCode, from: '2020-01-01T00:00:00Z' }]));
    expect(await publishIssuersCommand(config())).toBe('trust list 1: 1 rights granted');
    expect(await may()).toBe(true);
    const nonce = await admin.getNonce();
    expect(await publishIssuersCommand(config())).toBe('trust list 1: IssuerRegistry says so already');
    expect(await admin.getNonce()).toBe(nonce);
  });

  it('writes nothing of a list that the pinned root did not sign', async () => {
    const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const another = JSON.stringify({ kty: 'EC', crv: 'P-256', x, y });
    await expect(publishIssuersCommand(config({ TRUST_ROOT_JWK: another }))).rejects.toThrow('trust-list-signature');
  });
});
