import { type CryptoPort, type NoteKey, noteLimits, openCheckpoint, parseNote } from '../../core/index.js';
import type { Source } from './http-source.js';
import { type Lie, lie, NotCompleted } from './lie.js';
import type { View } from './views.js';

const path = '/log/checkpoint';

/** The newest checkpoint as served; throws NotCompleted when there is none. */
export async function fetchCheckpoint(source: Source): Promise<string> {
  const bytes = await source.read(path, noteLimits.length * 3);
  if (bytes === undefined) throw new NotCompleted('the log has no checkpoint yet');
  return bytes.toString('utf8');
}

/** The origin that a checkpoint claims, to find its key by; nothing is judged. */
export function claimedOrigin(note: string): string | undefined {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.text.split('\n')[0] : undefined;
}

/** The newest checkpoint, when the log signed it. */
export async function openNewest(source: Source, key: NoteKey, crypto: CryptoPort): Promise<View | Lie> {
  const note = await fetchCheckpoint(source);
  const opened = openCheckpoint(note, key, crypto);
  if (opened.ok) return { ...opened.value, from: path, note };
  const code = opened.code === 'checkpoint-of-another-log' ? opened.code : 'checkpoint-signature-wrong';
  return lie(code, `${path} is not signed as a checkpoint of ${key.name}: ${opened.code}`, { note, key: key.name });
}
