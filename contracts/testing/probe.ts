import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Contract, ContractFactory, type InterfaceAbi, type Signer } from 'ethers';
import type { TestChain } from './anvil.js';

const require = createRequire(import.meta.url);

interface Output {
  contracts: { 'Probe.sol': { Probe: { abi: InterfaceAbi; evm: { bytecode: { object: string } } } } };
}

/** Compiles and deploys the contract that tries many calls at once: thousands of calls one by one take minutes. */
export async function deployProbe(chain: TestChain, signer: Signer): Promise<Contract> {
  const solc = require('solc') as { compile(input: string): string };
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: 'Solidity',
        sources: { 'Probe.sol': { content: readFileSync(new URL('Probe.sol', import.meta.url), 'utf8') } },
        settings: { evmVersion: 'paris', outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
      }),
    ),
  ) as Output;
  const { abi, evm } = output.contracts['Probe.sol'].Probe;
  const probe = (await new ContractFactory(abi, evm.bytecode.object, signer).deploy()) as Contract;
  await chain.mine();
  return probe;
}
