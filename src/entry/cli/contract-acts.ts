import { parseArgs } from 'node:util';
import { getAddress, isAddress, Wallet } from 'ethers';
import { loadLedger, logIdOf } from '../../attestation/index.js';
import type { Config } from '../../platform/index.js';
import { type ChainAccounts, chainAccounts } from '../chain-accounts.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from '../runtime.js';
import { Usage } from './usage.js';

/** Moves the right to anchor this registry's log to another account, for instance away from a stolen key. */
export async function rotateAnchorer(config: Config, args: string[]): Promise<string> {
  const anchorer = addressOf(args, 'usage: elicence contracts rotate-anchorer <address>');
  return onChain(config, async ({ accounts, contract, provider, logId }) => {
    const { changeAnchorer } = await loadLedger();
    const changed = await changeAnchorer({ provider, by: accounts.registrar, contract }, logId, anchorer);
    return `log ${logId} is ${changed ? 'now' : 'already'} anchored by ${anchorer}`;
  });
}

/** Ends the contract at LOG_ANCHOR_ADDRESS (or IssuerRegistry's) for ever, and names the one that goes on. */
export async function retire(config: Config, args: string[]): Promise<string> {
  const usage = 'usage: elicence contracts retire <successor> [--issuer-registry]';
  const { values, positionals } = parseArgs({
    args,
    options: { 'issuer-registry': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const successor = addressOf(positionals, usage);
  return onChain(config, async ({ accounts, contract: logAnchor, provider }) => {
    const contract = values['issuer-registry'] ? config.ISSUER_REGISTRY_ADDRESS : logAnchor;
    if (contract === undefined) throw new Error('configuration: ISSUER_REGISTRY_ADDRESS is needed');
    const { retireContract } = await loadLedger();
    const retired = await retireContract({ provider, by: accounts.admin, contract }, successor);
    return `${contract} is ${retired ? 'now' : 'already'} succeeded by ${successor}`;
  });
}

/** Lets this registry's log go on in the contract at LOG_ANCHOR_ADDRESS from where a retired one holds it. */
export async function continueFrom(config: Config, args: string[]): Promise<string> {
  const predecessor = addressOf(args, 'usage: elicence contracts continue <predecessor>');
  return onChain(config, async ({ accounts, contract, provider, logId }) => {
    const { continueLog } = await loadLedger();
    const anchorer = new Wallet(openConfiguredKeystore(config).ethereum('anchorer').privateKey).address;
    const done = await continueLog({ provider, by: accounts.registrar, contract }, { predecessor, logId, anchorer });
    const said = {
      continued: `goes on at ${contract} from its last checkpoint at ${predecessor}`,
      registered: `has no checkpoint at ${predecessor} and begins at ${contract}`,
      there: `is at ${contract} already`,
    };
    return `log ${logId} ${said[done]}. Publish the trust list: elicence trust publish`;
  });
}

function addressOf([given, ...more]: string[], usage: string): string {
  if (given === undefined || more.length > 0 || !isAddress(given)) throw new Usage(usage);
  return getAddress(given);
}

interface OnChain {
  provider: Awaited<ReturnType<Awaited<ReturnType<typeof loadLedger>>['openFirstProvider']>>;
  accounts: ChainAccounts;
  contract: string;
  logId: string;
}

async function onChain(config: Config, act: (given: OnChain) => Promise<string>): Promise<string> {
  const { CHAIN_RPC_URL: urls, CHAIN_ID: chainId, LOG_ANCHOR_ADDRESS: contract } = config;
  if (!urls || !chainId || !contract) {
    throw new Error('configuration: CHAIN_RPC_URL, CHAIN_ID and LOG_ANCHOR_ADDRESS are needed');
  }
  const settings = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
  const { openFirstProvider } = await loadLedger();
  const provider = await openFirstProvider(urls, chainId);
  try {
    const accounts = chainAccounts(config, provider);
    if (!accounts) throw new Error('configuration: CHAIN_ADMIN_KEY or CHAIN_REGISTRAR_KEY is needed');
    return await act({ provider, accounts, contract, logId: logIdOf(settings.logOrigin) });
  } finally {
    provider.destroy();
  }
}
