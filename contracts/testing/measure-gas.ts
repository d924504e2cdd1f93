import { type Contract, ContractFactory, id, toBeHex } from 'ethers';
import { logAnchorAbi, logAnchorBytecode } from '../../src/attestation/generated/log-anchor.js';
import type { TestChain } from './anvil.js';
import { sparseTree } from './sparse-tree.js';
import { talkTo } from './talk.js';

export const treeSizes = [1, 1_000, 1_000_000];
export const batches = [1, 100, 10_000];

export interface AnchorGas {
  size: number;
  batch: number;
  /** nodes of the consistency proof */
  nodes: number;
  /** of one anchor */
  gas: number;
}

/** What one anchor costs, by transactions on a real node, for each size of tree and of batch. */
export async function measureGas(chain: TestChain): Promise<{ first: number; anchors: AnchorGas[] }> {
  const admin = await chain.provider.getSigner(0);
  const factory = new ContractFactory(logAnchorAbi, logAnchorBytecode, admin);
  const contract = (await factory.deploy(0, admin.address, admin.address)) as Contract;
  await chain.mine();
  const { send } = talkTo(chain, contract);
  let logs = 0;
  /** Anchors these sizes one after the other in a log of its own; answers the last one's gas. */
  const anchorAll = async (sizes: number[]): Promise<{ gas: number; nodes: number }> => {
    const logId = id(`log ${logs++}`);
    const tree = sparseTree(sizes);
    await send(admin, 'registerLog', [logId, admin.address]);
    let last = { gas: 0, nodes: 0 };
    for (const [at, size] of sizes.entries()) {
      const proof = at === 0 ? [] : tree.proof(sizes[at - 1] as number, size);
      const receipt = await send(admin, 'anchor', [
        logId,
        size,
        toBeHex(BigInt(`0x${Buffer.from(tree.root(size)).toString('hex')}`), 32),
        proof,
      ]);
      last = { gas: Number(receipt.gasUsed), nodes: proof.length };
    }
    return last;
  };
  const anchors: AnchorGas[] = [];
  for (const size of treeSizes) {
    for (const batch of batches) {
      anchors.push({ size, batch, ...(await anchorAll([size, size + batch])) });
    }
  }
  return { first: (await anchorAll([10_000])).gas, anchors };
}
