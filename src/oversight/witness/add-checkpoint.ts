import {
  type Checkpoint,
  cosign,
  emptyRoot,
  equalBytes,
  formatNote,
  type Note,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
} from '../../core/index.js';
import { rfc3339 } from '../../platform/index.js';
import { refusal, type WitnessAnswer } from './answer.js';
import type { WatchedLog, WitnessParts } from './watched-log.js';

/**
 * Answers `add-checkpoint` (C2SP tlog-witness): signs a checkpoint that the log signed and that is proven to follow the one
 * signed last, after it is on disk. Runs to its end without waiting, so two requests never see one state. Of two checkpoints
 * of one size with different roots it signs none but the first, and keeps both.
 */
export function addCheckpoint(parts: WitnessParts, body: string): WitnessAnswer {
  const request = parseAddCheckpoint(body);
  const note = request.ok ? parseNote(request.value.note) : request;
  const claimed = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!request.ok || !note.ok || !claimed.ok) return refusal(400, claimed.ok ? 'malformed' : claimed.code);
  const log = parts.logs.get(claimed.value.origin);
  if (log === undefined) return refusal(404, 'this witness does not watch that log');
  const opened = openCheckpoint(request.value.note, log.key, parts.crypto);
  if (!opened.ok) return refusal(403, opened.code);
  return judge(parts, log, { ...request.value, parsed: note.value, checkpoint: opened.value });
}

interface Asked {
  oldSize: number;
  proof: Uint8Array[];
  note: string;
  parsed: Note;
  checkpoint: Checkpoint;
}

function judge(parts: WitnessParts, log: WatchedLog, asked: Asked): WitnessAnswer {
  const { crypto, evidence, clock } = parts;
  const { oldSize, proof, note, checkpoint } = asked;
  if (oldSize > checkpoint.size) return refusal(400, 'the old size is larger than the checkpoint');
  const last = log.memory.latest();
  const old = last ?? { size: 0, root: emptyRoot(crypto), note: '' };
  const isFork = last !== undefined && checkpoint.size === last.size && !equalBytes(checkpoint.root, last.root);
  if (isFork) evidence.hold('forked', { signedByWitness: last.note, shownLater: note }, rfc3339(clock()));
  if (oldSize !== old.size) return { status: 409, body: `${old.size}\n`, type: 'text/x.tlog.size' };
  if (isFork) return refusal(409, 'another root of this size was signed before; both checkpoints are kept as evidence');
  const claim = { oldSize, oldRoot: old.root, newSize: checkpoint.size, newRoot: checkpoint.root, proof };
  if (!verifyConsistency(claim, crypto)) {
    if (last) evidence.hold('not-proven-to-follow', { signedByWitness: last.note, shownLater: note }, rfc3339(clock()));
    return refusal(422, 'the proof does not show that this checkpoint follows the one signed last');
  }
  return sign(parts, log, asked);
}

function sign({ signer, clock }: WitnessParts, log: WatchedLog, { parsed, checkpoint }: Asked): WitnessAnswer {
  const line = cosign(parsed.text, Math.floor(clock() / 1000), signer.key, signer.sign);
  // Lines of others are neither checked nor kept.
  const mine = parsed.signatures.filter(({ name, keyId }) => name === log.key.name && equalBytes(keyId, log.key.keyId));
  const note = formatNote({ text: parsed.text, signatures: mine }) + line;
  log.memory.advance({ ...checkpoint, note });
  log.signed?.(note);
  return { status: 200, body: line };
}
