import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, Wallet } from 'ethers';
import { connectTestChain, type TestChain } from '../../../test/support/chain.js';
import { logIdOf } from '../../attestation/index.js';
import { readConfig } from '../../platform/index.js';
import { keyFiles } from '../keys/create-keys.js';
import { openConfiguredKeystore } from '../runtime.js';
import { createRegistryKeys } from './create-keys.js';
import { deployRegistryContracts } from './deploy-contracts.js';

describe('the founding of a registry by command line', () => {
  let folder: string;
  let chain: TestChain;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'elicence-ceremony-'));
    chain = connectTestChain();
  });
  afterAll(() => {
    chain.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keys = () => keyFiles(join(folder, 'keys'));
  const config = (more: Record<string, string> = {}) =>
    readConfig({
      KEYSTORE_FILE: keys().registry.file,
      KEYSTORE_PASSPHRASE_FILE: keys().registry.passphraseFile,
      TRUST_ROOT_JWK: keys().trustRoot,
      REGISTRY_IDENTITY: `https://${folder.split('-').at(-1)}.example`,
      CHAIN_RPC_URL: chain.url,
      CHAIN_ID: String(chain.chainId),
      ...more,
    });

  it('makes the keys once, the trust root in a file of its own', async () => {
    const said = await createRegistryKeys([join(folder, 'keys')], Date.now());
    expect(said).toContain(keys().trust.file);
    const names = openConfiguredKeystore(config()).names();
    expect(names).toEqual(expect.arrayContaining(['anchorer', 'log', 'oauth', 'promise', 'seal', 'status']));
    expect(names).not.toContain('trust-root');
    expect(JSON.parse(readFileSync(keys().trustRoot, 'utf8'))).toMatchObject({ kty: 'EC', crv: 'P-256' });
    await expect(createRegistryKeys([join(folder, 'keys')], Date.now())).rejects.toThrow('is there already');
    await expect(createRegistryKeys([], Date.now())).rejects.toThrow('usage');
  });

  it('puts the contract on the chain for the registry’s anchorer, and does nothing twice', async () => {
    const admin = await chain.fundedAccount();
    await expect(deployRegistryContracts(config())).rejects.toThrow('CHAIN_ADMIN_KEY');
    const said = await deployRegistryContracts(config({ CHAIN_ADMIN_KEY: admin.privateKey }));
    const address = /LOG_ANCHOR_ADDRESS=(0x[0-9a-fA-F]{40})/.exec(said)![1]!;
    const anchorer = new Wallet(openConfiguredKeystore(config()).ethereum('anchorer').privateKey).address;
    const logId = logIdOf(`${new URL(config().REGISTRY_IDENTITY!).host}/log`);
    const contract = new Contract(address, ['function anchorerOf(bytes32) view returns (address)'], chain.provider);
    expect(await contract.getFunction('anchorerOf')(logId)).toBe(anchorer);
    expect(await chain.provider.getBalance(anchorer)).toBe(100n * 10n ** 18n);
    const again = await deployRegistryContracts(
      config({ CHAIN_ADMIN_KEY: admin.privateKey, LOG_ANCHOR_ADDRESS: address }),
    );
    expect(again).toContain(`LOG_ANCHOR_ADDRESS=${address}`);
    expect(again).toContain('was there');
    expect(await chain.provider.getBalance(anchorer)).toBe(100n * 10n ** 18n);
  });
});
