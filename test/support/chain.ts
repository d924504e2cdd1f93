import { type HDNodeWallet, JsonRpcProvider, Network, Wallet } from 'ethers';
import { testChainId } from '../../src/entry/embedded/testing/test-parts.js';

/** The run's EVM node, which mines by itself whatever comes into its pool. */
export interface TestChain {
  url: string;
  chainId: number;
  provider: JsonRpcProvider;
  /** A new account with ether, connected: suites that run at once share no nonce. */
  fundedAccount(): Promise<HDNodeWallet>;
  /** mines empty blocks (default 1) */
  mine(blocks?: number): Promise<void>;
  close(): void;
}

/** Connects a suite to the run's chain; close it in `afterAll`. */
export function connectTestChain(): TestChain {
  const url = process.env.TEST_CHAIN_URL;
  if (!url) throw new Error('TEST_CHAIN_URL is not set: tests run under jest with test/global-setup.mjs');
  const provider = new JsonRpcProvider(url, Network.from(testChainId), {
    staticNetwork: true,
    pollingInterval: 25,
    cacheTimeout: -1,
    batchMaxCount: 1,
  });
  return {
    url,
    chainId: testChainId,
    provider,
    fundedAccount: async () => {
      const account = Wallet.createRandom(provider);
      await provider.send('anvil_setBalance', [account.address, `0x${(10n ** 22n).toString(16)}`]);
      return account;
    },
    mine: async (blocks = 1) => {
      await provider.send('anvil_mine', [`0x${blocks.toString(16)}`]);
    },
    close: () => provider.destroy(),
  };
}
