import { HDNodeWallet, type Provider, Wallet } from 'ethers';
import type { Config } from '../platform/index.js';

/** Who holds which role on the contracts. One account may hold several; in production they should be different ones. */
export interface ChainAccounts {
  admin: Wallet | HDNodeWallet;
  registrar: Wallet | HDNodeWallet;
  keyKeeper: Wallet | HDNodeWallet;
  /** address */
  pauser: string;
}

/**
 * The accounts that the configuration names, or those of the embedded chain's own wallet. `undefined` when no account is named.
 * A registrar alone is enough for what needs no admin: it then stands in the admin's place too, and the contract refuses it there.
 */
export function chainAccounts(config: Config, provider: Provider, mnemonic?: string): ChainAccounts | undefined {
  const own = (key: string | undefined) => (key === undefined ? undefined : new Wallet(key, provider));
  const wallet =
    mnemonic === undefined ? own(config.CHAIN_ADMIN_KEY) : HDNodeWallet.fromPhrase(mnemonic).connect(provider);
  const registrar = own(config.CHAIN_REGISTRAR_KEY) ?? wallet;
  const keyKeeper = own(config.CHAIN_KEY_KEEPER_KEY) ?? registrar;
  const admin = wallet ?? registrar ?? keyKeeper;
  if (!admin) return undefined;
  return {
    admin,
    registrar: registrar ?? admin,
    keyKeeper: keyKeeper ?? admin,
    pauser: config.CHAIN_PAUSER_ADDRESS ?? admin.address,
  };
}
