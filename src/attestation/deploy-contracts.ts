import { Contract, ContractFactory, type Provider, type Signer } from 'ethers';
import { awaitReceipt } from './await-receipt.js';
import { logAnchorAbi, logAnchorBytecode } from './generated/log-anchor.js';

export interface ContractDeployment {
  /** Checksummed address of LogAnchor. */
  readonly logAnchor: string;
  /** False when the given address already carried the contract. */
  readonly deployed: boolean;
}

/**
 * Puts LogAnchor on a chain and registers a log, doing only what is missing: an `address` that carries code is kept, a log
 * that is registered for this anchorer is left alone. Safe to repeat after a crash at any point.
 *
 * Resolves when every transaction has a receipt, so something must be mining. Throws when the log belongs to another
 * anchorer (moving that right is an act of its own) or when the chain does not answer.
 *
 * @param input.logId 0x and 32 bytes in hex
 * @param input.adminDelay seconds between offer and acceptance of the admin role; a day unless told
 * @param input.timeout milliseconds to wait for each receipt
 */
export async function deployContracts(input: {
  provider: Provider;
  admin: Signer;
  anchorer: string;
  logId: string;
  address?: string;
  adminDelay?: number;
  timeout?: number;
}): Promise<ContractDeployment> {
  const timeout = input.timeout ?? 60_000;
  let address = input.address;
  const present = address !== undefined && (await input.provider.getCode(address)) !== '0x';
  if (!present) {
    const factory = new ContractFactory(logAnchorAbi, logAnchorBytecode, input.admin);
    const contract = await factory.deploy(input.adminDelay ?? 86_400, await input.admin.getAddress());
    const sent = contract.deploymentTransaction();
    if (sent) await awaitReceipt(input.provider, sent.hash, timeout);
    address = await contract.getAddress();
  }
  const logAnchor = new Contract(address as string, logAnchorAbi, input.admin);
  const registered: string = await logAnchor.getFunction('anchorerOf')(input.logId);
  if (BigInt(registered) === 0n) {
    const sent = await logAnchor.getFunction('registerLog')(input.logId, input.anchorer);
    await awaitReceipt(input.provider, sent.hash, timeout);
  } else if (registered.toLowerCase() !== input.anchorer.toLowerCase()) {
    throw new Error(`log ${input.logId} is registered for another anchorer (${registered})`);
  }
  return { logAnchor: await logAnchor.getAddress(), deployed: !present };
}
