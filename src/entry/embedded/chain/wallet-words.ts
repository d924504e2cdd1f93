import { join } from 'node:path';
import { HDNodeWallet, Mnemonic, randomBytes } from 'ethers';
import { readIfThere, replaceFile } from '../durable-file.js';
import { EmbeddedFault } from '../embedded-fault.js';
import type { ChainCall } from './rpc.js';

/**
 * The words of this data folder's wallet (BIP-39, 12 words), made at random on the first start alone and kept readable
 * to us alone. Never made anew beside a chain that exists: its accounts would own nothing there.
 */
export function walletWords(folder: string, chainExists: boolean): string {
  const file = join(folder, 'mnemonic');
  const kept = readIfThere(file)?.trim();
  if (kept && Mnemonic.isValidMnemonic(kept)) return kept;
  if (chainExists || kept)
    throw new EmbeddedFault(
      'data-folder-broken',
      `The wallet of the chain in ${folder} is ${kept ? 'not readable' : 'missing'}: restore the file mnemonic, or move the data folder away to begin anew.`,
    );
  const words = Mnemonic.fromEntropy(randomBytes(16)).phrase;
  replaceFile(file, `${words}\n`, 0o600);
  return words;
}

/** The n-th account (BIP-44, m/44'/60'/0'/0/n) of a wallet. */
export function accountOf(words: string, n: number): HDNodeWallet {
  return HDNodeWallet.fromPhrase(words, undefined, `m/44'/60'/0'/0/${n}`);
}

/** Gives the first accounts of a wallet 10,000 ether each. */
export async function fundAccounts(call: ChainCall, words: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await call('anvil_setBalance', [accountOf(words, n).address, `0x${(10n ** 22n).toString(16)}`]);
}
