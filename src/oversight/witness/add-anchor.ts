import { cosign, parseNote, readAnchorStatement, verifyNote } from '../../core/index.js';
import { rfc3339 } from '../../platform/index.js';
import { refusal, type WitnessAnswer } from './answer.js';
import type { WatchedLog, WitnessParts } from './watched-log.js';

/**
 * Answers `add-anchor`, an extension of ours: signs what a log states of an anchor, after the witness has read the same from a
 * chain node of its own as final. What the chain contradicts is kept as evidence.
 */
export async function addAnchor(parts: WitnessParts, body: string): Promise<WitnessAnswer> {
  const note = parseNote(body);
  const stated = note.ok ? readAnchorStatement(note.value.text) : note;
  if (!note.ok || !stated.ok) return refusal(400, stated.ok ? 'malformed' : stated.code);
  const { origin, anchor } = stated.value;
  const log = parts.logs.get(origin);
  if (log === undefined) return refusal(404, 'this witness does not watch that log');
  const signed = verifyNote(body, log.key, parts.crypto);
  if (!signed.ok) return refusal(403, signed.code);
  if (log.lookUp === undefined) return refusal(501, 'this witness has no chain node and signs no anchors');
  const looked = await look(log.lookUp, anchor);
  if (looked.found === 'unknown-contract') return refusal(404, 'this witness does not watch that contract');
  if (looked.found === 'not-yet') return refusal(503, 'this anchor is not final on the chain node of this witness yet');
  if (looked.found === 'differs') {
    parts.evidence.hold(
      'statement-contradicts-chain',
      { statement: body, chain: looked.chain },
      rfc3339(parts.clock()),
    );
    return refusal(409, 'the chain says otherwise; the statement is kept as evidence');
  }
  const { signer, clock } = parts;
  return { status: 200, body: cosign(note.value.text, Math.floor(clock() / 1000), signer.key, signer.sign) };
}

async function look(lookUp: NonNullable<WatchedLog['lookUp']>, anchor: Parameters<typeof lookUp>[0]) {
  try {
    return await lookUp(anchor);
  } catch {
    // A node that is away is told like an anchor that is not there yet: ask again.
    return { found: 'not-yet' } as const;
  }
}
