import {
  type Contract,
  ContractFactory,
  type ContractTransactionReceipt,
  isCallException,
  type JsonRpcSigner,
} from 'ethers';
import { logAnchorAbi, logAnchorBytecode } from '../../src/attestation/generated/log-anchor.js';
import { startAnvil, type TestChain } from './anvil.js';

export interface LogAnchorFixture {
  chain: TestChain;
  contract: Contract;
  admin: JsonRpcSigner;
  /** Anchorer of `logId`. */
  anchorer: JsonRpcSigner;
  /** Anchorer of `otherLogId`. */
  otherAnchorer: JsonRpcSigner;
  stranger: JsonRpcSigner;
  /** Sends, mines, and answers the receipt; throws when the transaction reverted. */
  send(signer: JsonRpcSigner, method: string, args: unknown[]): Promise<ContractTransactionReceipt>;
  /** Name of the custom error that a call would revert with, or 'accepted'. */
  outcome(signer: JsonRpcSigner, method: string, args: unknown[]): Promise<string>;
}

export const logId = `0x${'11'.repeat(32)}`;
export const otherLogId = `0x${'22'.repeat(32)}`;
export const adminDelay = 3600;

/** A fresh chain with the contract and two logs, each with its own anchorer. */
export async function startLogAnchor(): Promise<LogAnchorFixture> {
  const chain = await startAnvil();
  const signers = await Promise.all([0, 1, 2, 3].map((index) => chain.provider.getSigner(index)));
  const [admin, anchorer, otherAnchorer, stranger] = signers as [
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
  ];
  const factory = new ContractFactory(logAnchorAbi, logAnchorBytecode, admin);
  const contract = (await factory.deploy(adminDelay, admin.address)) as Contract;
  await chain.mine();
  const send: LogAnchorFixture['send'] = async (signer, method, args) => {
    const call = contract.connect(signer).getFunction(method);
    const sent = await call.send(...args, { gasLimit: 2_000_000 });
    await chain.mine();
    const receipt = await chain.provider.getTransactionReceipt(sent.hash);
    if (receipt?.status !== 1) throw new Error(`${method} reverted`);
    return receipt as ContractTransactionReceipt;
  };
  const outcome: LogAnchorFixture['outcome'] = async (signer, method, args) => {
    try {
      await contract
        .connect(signer)
        .getFunction(method)
        .staticCall(...args);
      return 'accepted';
    } catch (error) {
      if (isCallException(error)) return error.revert?.name ?? `no custom error: ${error.reason ?? error.data}`;
      throw error;
    }
  };
  await send(admin, 'registerLog', [logId, anchorer.address]);
  await send(admin, 'registerLog', [otherLogId, otherAnchorer.address]);
  return { chain, contract, admin, anchorer, otherAnchorer, stranger, send, outcome };
}
