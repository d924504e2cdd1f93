import { join } from 'node:path';
import { readIfThere, replaceFile } from './durable-file.js';

/** The address under which this data folder's registry was founded. Its licences name it for ever, whatever port it has today. */
export function readIdentity(folder: string, baseUrl: string): string {
  const file = join(folder, 'identity.json');
  const kept = readIfThere(file);
  if (kept !== undefined) return (JSON.parse(kept) as { identity: string }).identity;
  replaceFile(file, `${JSON.stringify({ identity: baseUrl })}\n`);
  return baseUrl;
}
