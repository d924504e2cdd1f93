import { Contract, ContractFactory, getAddress, type InterfaceAbi, type Provider, type Signer } from 'ethers';
import { awaitReceipt } from './await-receipt.js';
import { issuerRegistryAbi, issuerRegistryBytecode } from './generated/issuer-registry.js';
import { logAnchorAbi, logAnchorBytecode } from './generated/log-anchor.js';

export interface ContractDeployment {
  /** Checksummed address of LogAnchor. */
  readonly logAnchor: string;
  /** Checksummed address of IssuerRegistry. */
  readonly issuerRegistry: string;
  /** False when both given addresses already carried code. */
  readonly deployed: boolean;
}

export interface DeploymentInput {
  provider: Provider;
  /** Pays, and becomes the admin of what is deployed. */
  admin: Signer;
  /** Registers logs and grants rights; the admin unless given. It should be another account in production. */
  registrar?: Signer;
  /** Address that keeps the authorities' keys; the registrar unless given. */
  keyKeeper?: string;
  /** Address that may pause IssuerRegistry; the admin unless given. */
  pauser?: string;
  anchorer: string;
  /** 0x and 32 bytes in hex; without it no log is registered, as before one is continued from a predecessor. */
  logId?: string;
  /** A LogAnchor that may be there already; one of the first generation too, which knows no registrar and no successor. */
  address?: string;
  /** An IssuerRegistry that may be there already. */
  issuerRegistry?: string;
  /** seconds between offer and acceptance of the admin role; a day unless told */
  adminDelay?: number;
  /** milliseconds to wait for each receipt */
  timeout?: number;
}

/**
 * Puts LogAnchor and IssuerRegistry on a chain and registers a log, doing only what is missing: an address that carries code
 * is kept, a log that is registered for this anchorer is left alone. Safe to repeat after a crash at any point.
 *
 * Resolves when every transaction has a receipt, so something must be mining. Throws when the log belongs to another
 * anchorer (moving that right is an act of its own) or when the chain does not answer.
 */
export async function deployContracts(input: DeploymentInput): Promise<ContractDeployment> {
  const { provider, admin, timeout = 60_000, adminDelay = 86_400 } = input;
  const registrar = input.registrar ?? admin;
  const [adminAddress, registrarAddress] = await Promise.all([admin.getAddress(), registrar.getAddress()]);
  const [anchor, issuers] = await Promise.all([
    present(provider, input.address),
    present(provider, input.issuerRegistry),
  ]);
  const begin = async (abi: InterfaceAbi, code: string, args: unknown[]) => {
    const contract = await new ContractFactory(abi, code, admin).deploy(...args);
    return { address: await contract.getAddress(), hash: contract.deploymentTransaction()?.hash };
  };
  // One after the other, for the nonce's sake; mined together.
  const newAnchor = anchor
    ? undefined
    : await begin(logAnchorAbi, logAnchorBytecode, [adminDelay, adminAddress, registrarAddress]);
  const newIssuers = issuers
    ? undefined
    : await begin(issuerRegistryAbi, issuerRegistryBytecode, [
        adminDelay,
        adminAddress,
        registrarAddress,
        input.keyKeeper ?? registrarAddress,
        input.pauser ?? adminAddress,
      ]);
  for (const sent of [newAnchor, newIssuers]) if (sent?.hash) await awaitReceipt(provider, sent.hash, timeout);
  const logAnchor = (anchor ?? newAnchor?.address) as string;
  if (input.logId !== undefined) await registerLog({ ...input, logAnchor, registrar, timeout, logId: input.logId });
  return {
    logAnchor,
    issuerRegistry: (issuers ?? newIssuers?.address) as string,
    deployed: newAnchor !== undefined || newIssuers !== undefined,
  };
}

async function present(provider: Provider, address: string | undefined): Promise<string | undefined> {
  if (address === undefined || (await provider.getCode(address)) === '0x') return undefined;
  return getAddress(address);
}

async function registerLog(given: {
  provider: Provider;
  logAnchor: string;
  registrar: Signer;
  logId: string;
  anchorer: string;
  timeout: number;
}): Promise<void> {
  const contract = new Contract(given.logAnchor, logAnchorAbi, given.registrar);
  const registered: string = await contract.getFunction('anchorerOf')(given.logId);
  if (BigInt(registered) === 0n) {
    const sent = await contract.getFunction('registerLog')(given.logId, given.anchorer);
    await awaitReceipt(given.provider, sent.hash, given.timeout);
  } else if (registered.toLowerCase() !== given.anchorer.toLowerCase()) {
    throw new Error(`log ${given.logId} is registered for another anchorer (${registered})`);
  }
}
