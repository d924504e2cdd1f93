import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, replaceFile } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';

/**
 * The address under which this data folder's registry was founded: its licences name it for ever, whatever port it has
 * today. Written before the keys are made; never made anew beside keys that exist, since nobody would know the licences
 * of the old address any more.
 */
export function readIdentity(folder: string, baseUrl: string): string {
  const file = join(folder, 'identity.json');
  const text = readIfThere(file);
  if (text === undefined && !existsSync(join(folder, 'keys'))) {
    replaceFile(file, `${JSON.stringify({ identity: baseUrl })}\n`);
    return baseUrl;
  }
  const kept = parse(text);
  if (kept !== undefined) return kept;
  throw new EmbeddedFault(
    'data-folder-broken',
    `The registry's lasting address, ${file}, is ${text === undefined ? 'missing' : 'not readable'}: restore the file, or set REGISTRY_IDENTITY to the address that its licences name.`,
  );
}

function parse(text: string | undefined): string | undefined {
  try {
    const { identity } = JSON.parse(text ?? '') as { identity?: unknown };
    return typeof identity === 'string' && URL.canParse(identity) ? identity : undefined;
  } catch {
    return undefined;
  }
}
