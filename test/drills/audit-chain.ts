import { Contract, JsonRpcProvider, Network } from 'ethers';
import type { KnownAnchor } from '../../src/core/index.js';
import { formatDigest, fromHex } from '../../src/core/index.js';
import type { Demo } from '../support/registry.js';
import { asOwner } from './audit.js';
import { type Record, violation } from './record.js';

const abi = ['event Anchored(bytes32 indexed logId, uint64 size, bytes32 root, uint64 previousSize)'];

/** What the contract says, read by nothing of the product's own: sizes that only grow, each upon the one before, each once. */
export async function auditChain(demo: Demo, record: Record, leaves: number): Promise<KnownAnchor[]> {
  const { rpcUrl, chainId, contracts } = demo.chain;
  const provider = new JsonRpcProvider(rpcUrl, Network.from(chainId), { staticNetwork: true });
  try {
    const contract = new Contract(contracts.logAnchor, abi, provider);
    const anchors: KnownAnchor[] = [];
    for (const log of await contract.queryFilter('Anchored', 0)) {
      if (!('args' in log)) throw new Error('an event of the contract that nobody can read');
      const block = await log.getBlock();
      anchors.push({
        chainId,
        contract: contracts.logAnchor,
        logId: log.args.logId as string,
        treeSize: Number(log.args.size),
        previousTreeSize: Number(log.args.previousSize),
        root: formatDigest(fromHex((log.args.root as string).slice(2))!),
        transactionHash: log.transactionHash,
        blockNumber: log.blockNumber,
        blockTime: new Date(block.timestamp * 1000).toISOString(),
      });
    }
    judge(record, anchors, leaves);
    await compare(demo, record, anchors);
    return anchors;
  } finally {
    provider.destroy();
  }
}

function judge(record: Record, anchors: readonly KnownAnchor[], leaves: number): void {
  for (const [at, anchor] of anchors.entries()) {
    const before = anchors[at - 1]?.treeSize ?? 0;
    if (anchor.treeSize <= before) violation(record, `size ${anchor.treeSize} was anchored after size ${before}`);
    if (anchor.previousTreeSize !== before)
      violation(record, `size ${anchor.treeSize} is anchored upon ${anchor.previousTreeSize}, not upon ${before}`);
  }
  const last = anchors.at(-1)?.treeSize ?? 0;
  if (last !== leaves) violation(record, `the chain ends at size ${last} of ${leaves}`);
}

/** The registry believes of every anchor what the chain says. */
async function compare(demo: Demo, record: Record, anchors: readonly KnownAnchor[]): Promise<void> {
  const rows = await asOwner(demo, async (client) => {
    const { rows } = await client.query<{ size: string; hash: string; state: string }>(
      'select tree_size as size, tx_hash as hash, state from anchor order by tree_size',
    );
    return rows.map(({ size, hash, state }) => `${size} ${hash} ${state}`);
  });
  const wanted = anchors.map(({ treeSize, transactionHash }) => `${treeSize} ${transactionHash} final`);
  for (const row of rows)
    if (!wanted.includes(row)) violation(record, `the registry knows an anchor of its own: ${row}`);
  for (const row of wanted) if (!rows.includes(row)) violation(record, `the registry does not know the anchor ${row}`);
}
