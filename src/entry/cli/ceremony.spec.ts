import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, type HDNodeWallet, Wallet } from 'ethers';
import { connectTestChain, type TestChain } from '../../../test/support/chain.js';
import { awaitReceipt } from '../../attestation/await-receipt.js';
import { logIdOf } from '../../attestation/index.js';
import { readConfig } from '../../platform/index.js';
import { keyFiles } from '../keys/create-keys.js';
import { openConfiguredKeystore } from '../runtime.js';
import { continueFrom, retire, rotateAnchorer } from './contract-acts.js';
import { createRegistryKeys } from './create-keys.js';
import { deployRegistryContracts } from './deploy-contracts.js';
import { listKeys, renewAnchorer } from './keys.js';

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
    const said = await createRegistryKeys([join(folder, 'keys')], Date.now(), '演练证照库');
    expect(said).toContain(keys().trust.file);
    const names = openConfiguredKeystore(config()).names();
    expect(names).toEqual(expect.arrayContaining(['anchorer', 'carrier', 'log', 'oauth', 'promise', 'seal', 'status']));
    expect(names).not.toContain('trust-root');
    expect(JSON.parse(readFileSync(keys().trustRoot, 'utf8'))).toMatchObject({ kty: 'EC', crv: 'P-256' });
    await expect(createRegistryKeys([join(folder, 'keys')], Date.now(), '演练证照库')).rejects.toThrow(
      'is there already',
    );
    await expect(createRegistryKeys([], Date.now(), '演练证照库')).rejects.toThrow('usage');
  });

  it('lists the keys by name, and the account that a permissioned chain must let send', async () => {
    const said = (await listKeys(config())).split('\n');
    const { address } = new Wallet(openConfiguredKeystore(config()).ethereum('anchorer').privateKey);
    expect(said).toContain(`anchorer   ${address}`);
    expect(said).toContain('log');
  });

  it('puts the contract on the chain for the registry’s anchorer, and does nothing twice', async () => {
    const admin = await chain.fundedAccount();
    await expect(deployRegistryContracts(config())).rejects.toThrow('CHAIN_ADMIN_KEY');
    const said = await deployRegistryContracts(config({ CHAIN_ADMIN_KEY: admin.privateKey }));
    const address = /LOG_ANCHOR_ADDRESS=(0x[0-9a-fA-F]{40})/.exec(said)![1]!;
    const issuers = /ISSUER_REGISTRY_ADDRESS=(0x[0-9a-fA-F]{40})/.exec(said)![1]!;
    const anchorer = new Wallet(openConfiguredKeystore(config()).ethereum('anchorer').privateKey).address;
    const logId = logIdOf(`${new URL(config().REGISTRY_IDENTITY!).host}/log`);
    const contract = new Contract(address, ['function anchorerOf(bytes32) view returns (address)'], chain.provider);
    expect(await contract.getFunction('anchorerOf')(logId)).toBe(anchorer);
    expect(await chain.provider.getBalance(anchorer)).toBe(100n * 10n ** 18n);
    const again = await deployRegistryContracts(
      config({ CHAIN_ADMIN_KEY: admin.privateKey, LOG_ANCHOR_ADDRESS: address, ISSUER_REGISTRY_ADDRESS: issuers }),
    );
    expect(again).toContain(`LOG_ANCHOR_ADDRESS=${address}`);
    expect(again).toContain('was there');
    expect(await chain.provider.getBalance(anchorer)).toBe(100n * 10n ** 18n);
  });

  it('makes a new anchorer, keeps the old one, and leaves every other key', async () => {
    const before = openConfiguredKeystore(config());
    const old = new Wallet(before.ethereum('anchorer').privateKey).address;
    const said = await renewAnchorer(config());
    const after = openConfiguredKeystore(config());
    const fresh = new Wallet(after.ethereum('anchorer').privateKey).address;
    expect(fresh).not.toBe(old);
    expect(said).toContain(`contracts rotate-anchorer ${fresh}`);
    expect(after.ethereum(`anchorer/${old}`)).toEqual(before.ethereum('anchorer'));
    expect(after.ed25519('log').publicKey).toEqual(before.ed25519('log').publicKey);
    expect(await listKeys(config())).toContain(`anchorer/${old}   ${old}`);
  });

  describe('the contracts in use', () => {
    let admin: HDNodeWallet;
    let registrar: HDNodeWallet;
    const addresses = (said: string) => ({
      LOG_ANCHOR_ADDRESS: /LOG_ANCHOR_ADDRESS=(0x[0-9a-fA-F]{40})/.exec(said)![1]!,
      ISSUER_REGISTRY_ADDRESS: /ISSUER_REGISTRY_ADDRESS=(0x[0-9a-fA-F]{40})/.exec(said)![1]!,
    });
    const withKeys = (more: Record<string, string> = {}) =>
      config({ CHAIN_ADMIN_KEY: admin.privateKey, CHAIN_REGISTRAR_KEY: registrar.privateKey, ...more });
    const logId = () => logIdOf(`${new URL(config().REGISTRY_IDENTITY!).host}/log`);
    const anchors = (address: string) =>
      new Contract(
        address,
        [
          'function anchorerOf(bytes32) view returns (address)',
          'function successor() view returns (address)',
          'function predecessorOf(bytes32) view returns (address)',
          'function latest(bytes32) view returns (uint64, bytes32)',
          'function anchor(bytes32, uint64, bytes32, bytes32[])',
        ],
        chain.provider,
      );
    beforeAll(async () => {
      [admin, registrar] = (await Promise.all([1, 2].map(() => chain.fundedAccount()))) as [HDNodeWallet, HDNodeWallet];
    });

    it('moves the right to anchor, by the registrar and not by the admin', async () => {
      const there = addresses(await deployRegistryContracts(withKeys()));
      const other = (await chain.fundedAccount()).address;
      await expect(rotateAnchorer(config({ CHAIN_ADMIN_KEY: admin.privateKey, ...there }), [other])).rejects.toThrow();
      expect(await rotateAnchorer(withKeys(there), [other])).toContain('now anchored by');
      expect(await anchors(there.LOG_ANCHOR_ADDRESS).getFunction('anchorerOf')(logId())).toBe(other);
      expect(await rotateAnchorer(withKeys(there), [other])).toContain('already anchored by');
      await expect(rotateAnchorer(withKeys(there), ['nobody'])).rejects.toThrow('usage');
    });

    it('lets the log go on in a successor, from the last checkpoint of the contract that it retires', async () => {
      const old = addresses(await deployRegistryContracts(withKeys()));
      const anchorer = await chain.fundedAccount();
      await rotateAnchorer(withKeys(old), [anchorer.address]);
      const root = `0x${'ab'.repeat(32)}`;
      const contract = anchors(old.LOG_ANCHOR_ADDRESS).connect(anchorer) as Contract;
      const { hash } = await contract.getFunction('anchor')(logId(), 7, root, []);
      await awaitReceipt(chain.provider, hash);

      const next = addresses(await deployRegistryContracts(withKeys(old), ['--successor']));
      expect(next.LOG_ANCHOR_ADDRESS).not.toBe(old.LOG_ANCHOR_ADDRESS);
      expect(next.ISSUER_REGISTRY_ADDRESS).toBe(old.ISSUER_REGISTRY_ADDRESS);
      await expect(continueFrom(withKeys(next), [old.LOG_ANCHOR_ADDRESS])).rejects.toThrow();
      expect(await retire(withKeys(old), [next.LOG_ANCHOR_ADDRESS])).toContain('now succeeded by');
      expect(await retire(withKeys(old), [next.LOG_ANCHOR_ADDRESS])).toContain('already succeeded by');
      expect(await continueFrom(withKeys(next), [old.LOG_ANCHOR_ADDRESS])).toContain('goes on at');
      expect(await continueFrom(withKeys(next), [old.LOG_ANCHOR_ADDRESS])).toContain('already');
      const succeeding = anchors(next.LOG_ANCHOR_ADDRESS);
      expect(await succeeding.getFunction('latest')(logId())).toEqual([7n, root]);
      expect(await succeeding.getFunction('predecessorOf')(logId())).toBe(old.LOG_ANCHOR_ADDRESS);
    });
  });
});
