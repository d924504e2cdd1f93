import { join } from 'node:path';
import { readIfThere } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';

export interface Kept {
  chainId: number;
  logAnchor: string;
  /** absent in a folder of before this contract */
  issuerRegistry?: string;
}

const isAddress = (text: string | undefined): boolean => /^0x[0-9a-fA-F]{40}$/.test(text ?? '');

export const contractsFile = (folder: string): string => join(folder, 'contracts.json');

/** Where this data folder's contract is, if it was ever deployed or used from here. */
export function readKept(folder: string): Kept | undefined {
  const file = contractsFile(folder);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const kept = JSON.parse(text) as Kept | null;
    if (Number.isInteger(kept?.chainId) && isAddress(kept?.logAnchor)) {
      if (kept?.issuerRegistry === undefined || isAddress(kept.issuerRegistry)) return kept as Kept;
    }
  } catch {
    // told as not readable
  }
  throw new EmbeddedFault(
    'data-folder-broken',
    `The address of the contract, ${file}, is not readable: restore the file from a backup, as {"chainId":…,"logAnchor":"0x…"}; /log/anchors and the trust list name both.`,
  );
}
