import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { EmbeddedFault } from '../embedded-fault.js';

/** The path of the EVM node that npm installed for this platform. Refuses with `binary-missing`. */
export function anvilBinary(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    const path = createRequire(import.meta.url).resolve(`${name}/bin/anvil`);
    accessSync(path, constants.X_OK);
    return path;
  } catch (cause) {
    throw new EmbeddedFault(
      'binary-missing',
      `The EVM node ${name} is missing: run "npm ci" (with optional packages), or set CHAIN_RPC_URL to a chain of your own.`,
      cause,
    );
  }
}
