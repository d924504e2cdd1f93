import { ok, type Result, refuse } from '../result.js';
import { fromBase64, toBase64 } from './base64.js';

/** The state of a log that its checkpoint states: `root` is the RFC 6962 root over the first `size` leaves. */
export interface Checkpoint {
  /** A unique name of the log, written like an address without a scheme. */
  origin: string;
  size: number;
  root: Uint8Array;
}

/** The text of a checkpoint (C2SP tlog-checkpoint), ending in a newline, ready to be signed as a note. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) throw new Error('the origin of a log is one line');
  if (!Number.isSafeInteger(size) || size < 0) throw new Error(`a log has no size ${size}`);
  if (root.length !== 32) throw new Error(`a root has 32 bytes, not ${root.length}`);
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint. Extension lines are allowed by the format, say nothing to us and are left out. */
export function parseCheckpoint(text: string): Result<Checkpoint, 'checkpoint-malformed'> {
  if (!text.endsWith('\n')) return refuse('checkpoint-malformed', 'no newline at the end');
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || sizeText === undefined || rootText === undefined)
    return refuse('checkpoint-malformed', 'too few lines');
  if (extensions.includes('')) return refuse('checkpoint-malformed', 'an empty line');
  const size = /^(?:0|[1-9][0-9]{0,15})$/.test(sizeText) ? Number(sizeText) : Number.NaN;
  if (!Number.isSafeInteger(size)) return refuse('checkpoint-malformed', 'no size in the second line');
  const root = fromBase64(rootText);
  if (root?.length !== 32) return refuse('checkpoint-malformed', 'no root of 32 bytes in the third line');
  return ok({ origin, size, root });
}
