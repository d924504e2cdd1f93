import type { Pool } from 'pg';
import {
  type CryptoPort,
  cosignedAt,
  formatAddCheckpoint,
  formatSignature,
  parseNote,
  parseSignatureLines,
} from '../core/index.js';
import { type Clock, type Log, witnessLag, witnessRequests } from '../platform/index.js';
import { type CosignedSubject, readCosignedSize, readUncosigned, storeCosignature } from './cosignature.store.js';
import { readCheckpoint, type StoredCheckpoint } from './log.store.js';
import { LogProofs } from './proofs.js';
import { askWitness, type Witness } from './witness-client.js';

export interface CosignParts {
  /** of the role *worker* */
  pool: Pool;
  proofs: LogProofs;
  crypto: CryptoPort;
  clock: Clock;
  log: Log;
  witnesses: readonly Witness[];
  /** What is remembered between rounds, for each witness. */
  memory: Map<string, { told: string; passedOver: number }>;
}

/** What became of one round with one witness. */
export type CosignOutcome = 'up-to-date' | 'signed' | 'refused' | 'away' | 'ahead';

/** A witness's clock may differ by this many milliseconds. */
const skew = 10 * 60_000;
/** Statements that one round asks for. */
const page = 50;

/** Makes the act of asking all witnesses once; the tiles used last stay in memory between two rounds. */
export const cosigner = (
  parts: Omit<CosignParts, 'proofs' | 'memory'>,
): (() => Promise<Map<string, CosignOutcome>>) => {
  const proofs = new LogProofs(parts.pool, parts.crypto);
  const memory = new Map(parts.witnesses.map(({ key }) => [key.name, { told: '', passedOver: 0 }]));
  return () => cosignNewest({ ...parts, proofs, memory });
};

/**
 * Asks every witness to sign the newest checkpoint and the statements of final anchors that it has not signed, all at once.
 * Idempotent. A witness that is away or refuses keeps nobody waiting: what it lacks is asked for in the next round.
 */
export async function cosignNewest(parts: CosignParts): Promise<Map<string, CosignOutcome>> {
  const newest = await readCheckpoint(parts.pool);
  const round = parts.witnesses.map(async (witness): Promise<[string, CosignOutcome]> => {
    const outcome = newest ? await withWitness(parts, witness, newest) : 'up-to-date';
    witnessRequests.inc({ witness: witness.key.name, outcome });
    return [witness.key.name, outcome];
  });
  return new Map(await Promise.all(round));
}

async function withWitness(parts: CosignParts, witness: Witness, newest: StoredCheckpoint): Promise<CosignOutcome> {
  const { pool, log } = parts;
  const { name } = witness.key;
  try {
    const known = Math.min(newest.size, await readCosignedSize(pool, name));
    witnessLag.set({ witness: name }, newest.size - known);
    const first = known === newest.size ? 'up-to-date' : await checkpointBy(parts, witness, newest, known);
    if (first === 'signed') witnessLag.set({ witness: name }, 0);
    const second = first === 'away' ? first : await anchorsBy(parts, witness);
    return second === 'up-to-date' ? first : second;
  } catch (fault) {
    log.debug({ witness: name, err: fault }, 'a witness does not answer');
    return 'away';
  }
}

async function checkpointBy(
  parts: CosignParts,
  witness: Witness,
  newest: StoredCheckpoint,
  known: number,
): Promise<CosignOutcome> {
  const { proofs } = parts;
  const ask = async (oldSize: number) =>
    askWitness(
      witness,
      '/add-checkpoint',
      formatAddCheckpoint({ oldSize, proof: await proofs.consistency(oldSize, newest.size), note: newest.note }),
    );
  let reply = await ask(known);
  if (reply.status === 409 && reply.type === 'text/x.tlog.size') {
    const size = /^\d{1,15}\n$/.test(reply.body) ? Number(reply.body) : Number.NaN;
    // It saw more than there is: this database stands behind the log that the witness knows.
    if (size > newest.size) {
      tell(parts, witness, 'a witness has signed a larger log than this one', { size });
      return 'ahead';
    }
    if (Number.isSafeInteger(size)) reply = await ask(size);
  }
  if (reply.status === 200)
    return keep(parts, witness, { subject: 'checkpoint', treeSize: newest.size, note: newest.note }, reply.body);
  return refused(parts, witness, `checkpoint of ${newest.size}`, reply.status);
}

async function anchorsBy(parts: CosignParts, witness: Witness): Promise<CosignOutcome> {
  let outcome: CosignOutcome = 'up-to-date';
  const remembered = parts.memory.get(witness.key.name)!;
  for (const { treeSize, statement } of await readUncosigned(
    parts.pool,
    witness.key.name,
    remembered.passedOver,
    page,
  )) {
    const { status, body } = await askWitness(witness, '/add-anchor', statement);
    // It has no chain node, or its node is behind ours: later ones fare no better.
    if (status === 501 || status === 503) return outcome;
    // What it refuses to sign, or a contract that it does not watch, is not asked again by this process.
    if (status < 500) remembered.passedOver = treeSize;
    if (status === 404) continue;
    outcome =
      status === 200
        ? await keep(parts, witness, { subject: 'anchor', treeSize, note: statement }, body)
        : refused(parts, witness, `anchor of ${treeSize}`, status);
    if (outcome !== 'signed') return outcome;
  }
  return outcome;
}

function refused(parts: CosignParts, witness: Witness, what: string, status: number): CosignOutcome {
  if (status >= 500) return 'away';
  tell(parts, witness, 'a witness refuses to sign', { status, what });
  return 'refused';
}

/** Says a thing once, not once a round. */
function tell({ log, memory }: CosignParts, { key }: Witness, message: string, about: Record<string, unknown>): void {
  const remembered = memory.get(key.name)!;
  const told = `${message} ${JSON.stringify(about)}`;
  if (remembered.told === told) return;
  remembered.told = told;
  log.error({ witness: key.name, ...about }, message);
}

/** Keeps the witness's own line, when it is good; lines of others in the answer are passed over. */
async function keep(
  parts: CosignParts,
  witness: Witness,
  what: { subject: CosignedSubject; treeSize: number; note: string },
  lines: string,
): Promise<CosignOutcome> {
  const { pool, crypto, clock } = parts;
  const { key } = witness;
  const note = parseNote(what.note);
  if (!note.ok) throw new Error(`the log signed no note: ${note.code}`);
  for (const line of parseSignatureLines(lines) ?? []) {
    const time = (cosignedAt(note.value.text, line, key, crypto) ?? Number.NaN) * 1000;
    if (!(Math.abs(time - clock()) <= skew)) continue;
    const text = formatSignature(line).trimEnd();
    const { subject, treeSize } = what;
    await storeCosignature(pool, { subject, treeSize, witness: key.name, line: text, signedAt: new Date(time) });
    return 'signed';
  }
  tell(parts, witness, 'a witness answered without a good signature of its own', { size: what.treeSize });
  return 'refused';
}
