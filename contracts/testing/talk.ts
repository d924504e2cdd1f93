import { type Contract, type ContractTransactionReceipt, isCallException, type Signer } from 'ethers';
import type { TestChain } from './anvil.js';

export interface Talk {
  /** Sends, mines, and answers the receipt; throws when the transaction reverted. */
  send(signer: Signer, method: string, args: unknown[]): Promise<ContractTransactionReceipt>;
  /** Name of the custom error that a call would revert with, or 'accepted'. */
  outcome(signer: Signer, method: string, args: unknown[]): Promise<string>;
  /** What a reading function answers. */
  read(method: string, args?: unknown[]): Promise<unknown>;
}

/** How suites speak to one contract on a chain that mines only when told. */
export function talkTo(chain: TestChain, contract: Contract): Talk {
  return {
    send: async (signer, method, args) => {
      const call = (contract.connect(signer) as Contract).getFunction(method);
      const sent = await call.send(...args, { gasLimit: 3_000_000 });
      await chain.mine();
      const receipt = await chain.provider.getTransactionReceipt(sent.hash);
      if (receipt?.status !== 1) throw new Error(`${method} reverted`);
      return receipt as ContractTransactionReceipt;
    },
    outcome: async (signer, method, args) => {
      try {
        await (contract.connect(signer) as Contract).getFunction(method).staticCall(...args);
        return 'accepted';
      } catch (error) {
        if (isCallException(error)) return error.revert?.name ?? `no custom error: ${error.reason ?? error.data}`;
        throw error;
      }
    },
    read: async (method, args = []) => contract.getFunction(method)(...args),
  };
}
