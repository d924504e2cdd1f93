import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract } from 'ethers';
import { connectTestChain, type TestChain } from '../../test/support/chain.js';
import { deployContracts } from './deploy-contracts.js';
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

    const nonce = await admin!.getNonce();
    expect(await deployContracts({ ...input, address: first.logAnchor })).toEqual({ ...first, deployed: false });
    expect(await admin!.getNonce()).toBe(nonce);

    const second = await deployContracts({ ...input, address: first.logAnchor, logId: logIdOf('second.example/log') });
    expect(second).toEqual({ ...first, deployed: false });
    await expect(deployContracts({ ...input, address: first.logAnchor, anchorer: other!.address })).rejects.toThrow(
      'another anchorer',
    );
    // An address without code: a chain that was begun anew.
    expect(await deployContracts({ ...input, address: other!.address })).toMatchObject({ deployed: true });
  });
});
