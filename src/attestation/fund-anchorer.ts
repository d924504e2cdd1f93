import { type Provider, parseEther, type Signer } from 'ethers';
import { awaitReceipt } from './await-receipt.js';

/**
 * Gives the anchorer 100 ether when it has less than one and the admin has that much: it pays for its transactions. On a chain
 * without ether nothing is needed and nothing is done. Answers whether it gave.
 */
export async function fundAnchorer(provider: Provider, admin: Signer, anchorer: string): Promise<boolean> {
  if ((await provider.getBalance(anchorer)) >= parseEther('1')) return false;
  if ((await provider.getBalance(await admin.getAddress())) < parseEther('101')) return false;
  const { hash } = await admin.sendTransaction({ to: anchorer, value: parseEther('100') });
  await awaitReceipt(provider, hash);
  return true;
}
