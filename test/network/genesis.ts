import { concat, parseEther, toQuantity, zeroPadValue } from 'ethers';

/** Seconds between blocks. */
export const period = 1;
export const chainId = 20_261_125;

/** A Clique network's first block: its signers in order, and accounts that have ether. London's rules are the last it knows. */
export function cliqueGenesis(signers: readonly string[], funded: readonly string[]): object {
  const sorted = [...signers].map((address) => address.toLowerCase()).sort();
  const forks = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople', 'petersburg', 'istanbul'];
  const balance = toQuantity(parseEther('1000000'));
  return {
    config: {
      chainId,
      ...Object.fromEntries([...forks, 'berlin', 'london'].map((name) => [`${name}Block`, 0])),
      clique: { period, epoch: 30_000 },
    },
    difficulty: '1',
    gasLimit: toQuantity(30_000_000),
    baseFeePerGas: '0x0',
    extradata: concat([zeroPadValue('0x', 32), ...sorted, `0x${'00'.repeat(65)}`]),
    alloc: Object.fromEntries(funded.map((address) => [address.slice(2), { balance }])),
  };
}
