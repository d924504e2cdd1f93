import {
  type Checkpoint,
  type CryptoPort,
  equalBytes,
  formatDigest,
  type NoteKey,
  openCheckpoint,
} from '../../core/index.js';
import { type Lie, lie, NotCompleted } from './lie.js';
import type { Replayed } from './replay-log.js';

/** A checkpoint that the log signed, and where it was seen. */
export interface View extends Checkpoint {
  from: string;
  note: string;
}

/** Reads a checkpoint of this log out of what somebody holds; throws NotCompleted when the log did not sign it. */
export function openView(from: string, note: string, key: NoteKey, crypto: CryptoPort): View {
  const opened = openCheckpoint(note, key, crypto);
  if (!opened.ok) throw new NotCompleted(`${from} holds no checkpoint that this log signed: ${opened.code}`);
  return { ...opened.value, from, note };
}

/** Whether the log that is served now still is the one that showed this checkpoint, to us or to another reader. */
export function judgeView(view: View, newest: View, replayed: Replayed): Lie | undefined {
  if (view.size === 0) return undefined;
  const both = { signed: view.note, seenAt: view.from, newest: newest.note };
  if (view.size > newest.size) {
    return lie(
      'rolled-back',
      `the log signed ${view.size} entries (${view.from}) and serves ${newest.size}: entries are gone, or shown to others only`,
      both,
    );
  }
  const computed = replayed.roots.get(view.size);
  if (computed !== undefined && equalBytes(computed, view.root)) return undefined;
  return lie(
    'forked',
    `the log signed another history of its first ${view.size} entries (${view.from}) than it serves`,
    {
      ...both,
      computedRoot: computed ? formatDigest(computed) : null,
    },
  );
}
