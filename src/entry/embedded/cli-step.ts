import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { childEnvironment } from '../../platform/index.js';
import type { KeyFiles } from '../keys/create-keys.js';
import { commandLine } from '../runtime.js';

/** Where both keystores of a run lie, as a step that opens the trust root is told. */
export const keyEnvironment = (files: KeyFiles): Record<string, string> => ({
  KEYSTORE_FILE: files.registry.file,
  KEYSTORE_PASSPHRASE_FILE: files.registry.passphraseFile,
  TRUST_KEYSTORE_FILE: files.trust.file,
  TRUST_KEYSTORE_PASSPHRASE_FILE: files.trust.passphraseFile,
});

/**
 * Runs a command of ours in a process of its own: this one never holds the trust root.
 *
 * @throws Error with what it said when it fails
 */
export async function runCli(words: readonly string[], environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [commandLine, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...childEnvironment(), ...environment },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(said.trim());
}
