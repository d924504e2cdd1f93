import { Contract, JsonRpcProvider, Network } from 'ethers';
import type { KnownAnchor } from '../../src/core/index.js';
import type { Demo } from './registry.js';

const abi = ['event Anchored(bytes32 indexed logId, uint64 size, bytes32 root, uint64 previousSize)'];

/** Every anchor on the chain, oldest first, as a stranger reads them: the contract's events, and no code of ours. */
export async function readAnchorEvents({ chain }: Pick<Demo, 'chain'>): Promise<KnownAnchor[]> {
  const provider = new JsonRpcProvider(chain.rpcUrl, Network.from(chain.chainId), { staticNetwork: true });
  try {
    const contract = new Contract(chain.contracts.logAnchor, abi, provider);
    const events = await contract.queryFilter('Anchored', 0);
    return await Promise.all(
      events.map(async (event) => {
        if (!('args' in event)) throw new Error('an event without arguments');
        const { logId, size, root, previousSize } = event.args;
        const block = await event.getBlock();
        return {
          chainId: chain.chainId,
          contract: event.address,
          logId,
          treeSize: Number(size),
          transactionHash: event.transactionHash,
          blockNumber: event.blockNumber,
          blockTime: new Date(block.timestamp * 1000).toISOString(),
          root: `sha-256:${Buffer.from(root.slice(2), 'hex').toString('base64url')}`,
          previousTreeSize: Number(previousSize),
        };
      }),
    );
  } finally {
    provider.destroy();
  }
}
