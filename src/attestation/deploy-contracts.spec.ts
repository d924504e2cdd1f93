import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AbiCoder, Contract } from 'ethers';
import { firstLogAnchorBytecode } from '../../contracts/testing/first-log-anchor.js';
import { connectTestChain, type TestChain } from '../../test/support/chain.js';
import { awaitReceipt } from './await-receipt.js';
import { deployContracts } from './deploy-contracts.js';
import { issuerRegistryAbi } from './generated/issuer-registry.js';
import { logAnchorAbi } from './generated/log-anchor.js';
import { logIdOf } from './log-id.js';

describe(deployContracts.name, () => {
  let chain: TestChain;
  beforeAll(() => {
    chain = connectTestChain();
  });
  afterAll(() => chain.close());

  it('does only what is missing, however often it runs', async () => {
    const [admin, anchorer, other] = await Promise.all([1, 2, 3].map(() => chain.fundedAccount()));
    const logId = logIdOf('deploy.example/log');
    const input = { provider: chain.provider, admin: admin!, anchorer: anchorer!.address, logId };
    const first = await deployContracts(input);
    expect(first.deployed).toBe(true);
    const contract = new Contract(first.logAnchor, logAnchorAbi, chain.provider);
    expect(await contract.getFunction('anchorerOf')(logId)).toBe(anchorer!.address);
    expect(await contract.getFunction('defaultAdmin')()).toBe(admin!.address);
    expect(await contract.getFunction('defaultAdminDelay')()).toBe(86_400n);

    const there = { address: first.logAnchor, issuerRegistry: first.issuerRegistry };
    const nonce = await admin!.getNonce();
    expect(await deployContracts({ ...input, ...there })).toEqual({ ...first, deployed: false });
    expect(await admin!.getNonce()).toBe(nonce);

    const second = await deployContracts({ ...input, ...there, logId: logIdOf('second.example/log') });
    expect(second).toEqual({ ...first, deployed: false });
    await expect(deployContracts({ ...input, ...there, anchorer: other!.address })).rejects.toThrow('another anchorer');
    // An address without code: a chain that was begun anew.
    expect(await deployContracts({ ...input, ...there, address: other!.address })).toMatchObject({
      deployed: true,
      issuerRegistry: first.issuerRegistry,
    });
  });

  it('gives each role to the account that is named for it', async () => {
    const [admin, registrar, keyKeeper, pauser, anchorer] = await Promise.all(
      [1, 2, 3, 4, 5].map(() => chain.fundedAccount()),
    );
    const logId = logIdOf('roles.example/log');
    const { logAnchor, issuerRegistry } = await deployContracts({
      provider: chain.provider,
      admin: admin!,
      registrar: registrar!,
      keyKeeper: keyKeeper!.address,
      pauser: pauser!.address,
      anchorer: anchorer!.address,
      logId,
    });
    const anchors = new Contract(logAnchor, logAnchorAbi, chain.provider);
    expect(await anchors.getFunction('anchorerOf')(logId)).toBe(anchorer!.address);
    const issuers = new Contract(issuerRegistry, issuerRegistryAbi, chain.provider);
    const holders = { REGISTRAR_ROLE: registrar, KEY_KEEPER_ROLE: keyKeeper, PAUSER_ROLE: pauser };
    for (const [name, holder] of Object.entries(holders)) {
      const role = await issuers.getFunction(name)();
      for (const account of [admin, registrar, keyKeeper, pauser]) {
        expect(await issuers.getFunction('hasRole')(role, account!.address)).toBe(account === holder);
      }
    }
  });

  it('keeps a LogAnchor of the first generation as it is, and registers logs there too', async () => {
    const [admin, anchorer] = await Promise.all([1, 2].map(() => chain.fundedAccount()));
    const encoded = AbiCoder.defaultAbiCoder().encode(['uint48', 'address'], [86_400, admin!.address]).slice(2);
    const sent = await admin!.sendTransaction({ data: firstLogAnchorBytecode + encoded });
    const { contractAddress } = await awaitReceipt(chain.provider, sent.hash);
    const logId = logIdOf('first.example/log');
    const input = { provider: chain.provider, admin: admin!, anchorer: anchorer!.address, logId };
    const kept = await deployContracts({ ...input, address: contractAddress as string });
    expect(kept.logAnchor).toBe(contractAddress);
    const anchors = new Contract(kept.logAnchor, logAnchorAbi, chain.provider);
    expect(await anchors.getFunction('anchorerOf')(logId)).toBe(anchorer!.address);
  });
});
