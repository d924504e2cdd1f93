import { ok, type Result, refuse } from '../result.js';
import { fromBase64, toBase64 } from './base64.js';
import { noteLimits } from './note.js';

/** What a witness is asked with (C2SP tlog-witness): a checkpoint, and that it follows the one of `oldSize`. */
export interface AddCheckpoint {
  oldSize: number;
  proof: Uint8Array[];
  /** the signed checkpoint */
  note: string;
}

/** The most lines of a consistency proof. */
const mostHashes = 63;
const longest = noteLimits.length + 24 + mostHashes * 45;

/** The body of a request to `add-checkpoint`. */
export function formatAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

/** Reads such a body in its one spelling. The note is not judged here. */
export function parseAddCheckpoint(body: string): Result<AddCheckpoint, 'add-checkpoint-malformed'> {
  const malformed = (detail: string) => refuse('add-checkpoint-malformed', detail);
  if (body.length > longest) return malformed('too long');
  const split = body.indexOf('\n\n');
  if (split < 0) return malformed('no empty line before the checkpoint');
  const [first = '', ...hashes] = body.slice(0, split).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first);
  const oldSize = Number(old?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(oldSize)) return malformed('no old size in the first line');
  if (hashes.length > mostHashes) return malformed(`more than ${mostHashes} hashes`);
  const proof: Uint8Array[] = [];
  for (const line of hashes) {
    const hash = fromBase64(line);
    if (hash?.length !== 32) return malformed('a line that is no hash');
    proof.push(hash);
  }
  return ok({ oldSize, proof, note: body.slice(split + 2) });
}
