import { type Contract, ContractFactory, type JsonRpcSigner } from 'ethers';
import { logAnchorAbi, logAnchorBytecode } from '../../src/attestation/generated/log-anchor.js';
import { startAnvil, type TestChain } from './anvil.js';
import { type Talk, talkTo } from './talk.js';

export interface LogAnchorFixture extends Talk {
  chain: TestChain;
  contract: Contract;
  admin: JsonRpcSigner;
  /** Holds REGISTRAR_ROLE, another account than the admin's. */
  registrar: JsonRpcSigner;
  /** Anchorer of `logId`. */
  anchorer: JsonRpcSigner;
  /** Anchorer of `otherLogId`. */
  otherAnchorer: JsonRpcSigner;
  stranger: JsonRpcSigner;
}

export const logId = `0x${'11'.repeat(32)}`;
export const otherLogId = `0x${'22'.repeat(32)}`;
export const adminDelay = 3600;

/** A fresh chain with the contract and two logs, each with its own anchorer. */
export async function startLogAnchor(args: string[] = []): Promise<LogAnchorFixture> {
  const chain = await startAnvil({ args });
  const signers = await Promise.all([0, 1, 2, 3, 4].map((index) => chain.provider.getSigner(index)));
  const [admin, anchorer, otherAnchorer, stranger, registrar] = signers as [
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
    JsonRpcSigner,
  ];
  const factory = new ContractFactory(logAnchorAbi, logAnchorBytecode, admin);
  const contract = (await factory.deploy(adminDelay, admin.address, registrar.address)) as Contract;
  await chain.mine();
  const { send, outcome, read } = talkTo(chain, contract);
  await send(registrar, 'registerLog', [logId, anchorer.address]);
  await send(registrar, 'registerLog', [otherLogId, otherAnchorer.address]);
  return { chain, contract, admin, registrar, anchorer, otherAnchorer, stranger, send, outcome, read };
}
