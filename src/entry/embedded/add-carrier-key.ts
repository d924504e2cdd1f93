import type { KeyFiles } from '../keys/create-keys.js';
import { keyEnvironment, runCli } from './cli-step.js';

/** Brings a folder from before there were carriers up to date; in a process of its own, for the trust root's file has the authority of certificates. */
export async function addCarrierKey(
  files: KeyFiles,
  registryName: string,
  warn: (line: string) => void,
): Promise<void> {
  const environment = { ...keyEnvironment(files), REGISTRY_NAME_ZH: registryName };
  await runCli(['keys', 'add', 'carrier'], environment).catch((cause: Error) => {
    throw new Error(`the key for carriers was not added: ${cause.message}`, { cause });
  });
  warn(
    `Added to ${files.registry.file}: the key "carrier", which signs PDFs and codes. Its authority: ${files.caCertificate}`,
  );
}
