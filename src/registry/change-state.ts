import type { Pool, PoolClient } from 'pg';
import type { ClientCaller } from '../access/index.js';
import {
  canonicalJson,
  decide,
  eventEntry,
  formatDigest,
  type InclusionPromise,
  type LicenceEvent,
  type LicenceState,
  reasonCodes,
  transitions,
} from '../core/index.js';
import {
  appendToJournal,
  type Clock,
  claimIdempotencyKey,
  inTransaction,
  randomChunk,
  recordAudit,
  rfc3339,
  uuidv7,
} from '../platform/index.js';
import { type LockedLicence, lockLicence, readEvent, storeEvent } from './change-state.store.js';
import { openKey, sealNote } from './contents.js';
import type { StateChangeRequest } from './http/licences.schema.js';
import { inclusionPromiseOf, type KeptEvent, promiseInclusion } from './inclusion-promise.js';
import { isIdentifier } from './is-identifier.js';
import type { AwaitLeases } from './lease/await-leases.js';
import type { Press } from './press.js';
import { type FieldRefusal, type Outcome, refuseField } from './refusal.js';

/** What an authority may do to a licence in place; a change of its contents is a new version instead. */
export const stateCommands = ['suspend', 'resume', 'rescind', 'revoke', 'cancel'] as const;
export type StateCommand = (typeof stateCommands)[number];

export type ChangeStateCode = 'not-found' | 'reason-code-unknown' | 'transition-not-allowed' | 'idempotency-conflict';

export interface ChangeStateInput {
  caller: ClientCaller;
  idempotencyKey: string;
  identifier: string;
  command: StateCommand;
  body: StateChangeRequest;
}

export interface StateChanged {
  identifier: string;
  state: LicenceState;
  attestation: 'pending';
  inclusionPromise: InclusionPromise;
  /** RFC 3339 in UTC. */
  stateChangedAt: string;
}

/** Carries a refusal out of a transaction, so that nothing of it stays. */
class Refused extends Error {
  constructor(readonly refusal: FieldRefusal<ChangeStateCode>) {
    super(refusal.code);
  }
}

/**
 * Suspends 暂扣, resumes, rescinds 撤销, revokes 吊销 or cancels 注销 a licence of the caller's own: state, event, journal and audit
 * row in one transaction. On return the new state is what every later verdict sees, in every process: also of a repeat, and of a
 * refusal that tells the state.
 */
export class ChangeState {
  constructor(
    private readonly pool: Pool,
    private readonly press: Press,
    private readonly clock: Clock,
    private readonly leases: Pick<AwaitLeases, 'settled'>,
  ) {}

  async change(input: ChangeStateInput): Promise<Outcome<StateChanged, ChangeStateCode>> {
    if (!reasonCodes[input.command].some((reason) => reason.code === input.body.reasonCode))
      return refuseField('reason-code-unknown', '/reasonCode', `${input.command} has no such reason code`);
    if (!isIdentifier(input.identifier)) return { ok: false, code: 'not-found' };
    try {
      const scope = { organisations: [input.caller.organisationId] };
      const value = await inTransaction(this.pool, scope, (client) => this.inside(client, input));
      await this.leases.settled();
      return { ok: true, value };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.refusal.code === 'transition-not-allowed') await this.leases.settled();
      return error.refusal;
    }
  }

  private async inside(client: PoolClient, input: ChangeStateInput): Promise<StateChanged> {
    const { caller, identifier, command, body } = input;
    const licence = await lockLicence(client, caller.organisationId, identifier);
    if (!licence) throw new Refused({ ok: false, code: 'not-found' });
    // The clock of another process may be ahead of ours: an event is never older than the one before it.
    const at = Math.max(this.clock(), licence.state_changed_at.getTime());
    const eventId = uuidv7(at);
    const claimed = await claimIdempotencyKey(client, {
      actor: `client:${caller.clientId}`,
      key: input.idempotencyKey,
      organisationId: caller.organisationId,
      operation: `licence.${command}`,
      bodyDigest: this.press.index.digest('body', canonicalJson({ identifier, ...body })),
      resultId: eventId,
      at: new Date(at),
    });
    if (claimed.outcome === 'conflict') throw new Refused({ ok: false, code: 'idempotency-conflict' });
    if (claimed.outcome === 'repeat') {
      const kept = await readEvent(client, caller.organisationId, claimed.resultId);
      if (!kept) throw new Error('an idempotency key names an event that is not there');
      return stateChanged(kept);
    }
    const decided = decide(licence.state, command);
    if (!decided.ok) throw new Refused(decided);
    const kept = this.eventOf(licence, input, at);
    const when = new Date(at);
    await storeEvent(client, {
      ...kept,
      id: eventId,
      licenceId: licence.id,
      organisationId: caller.organisationId,
      clientId: caller.clientId,
      reasonCode: body.reasonCode,
      sealedNote: this.note(licence, eventId, body),
      state: decided.value,
      at: when,
    });
    const loggedBy = new Date(kept.promise.loggedBy);
    await appendToJournal(client, { id: eventId, kind: 'licence', entry: kept.entry, loggedBy, at: when });
    await recordAudit(client, {
      organisationId: caller.organisationId,
      actor: `client:${caller.clientId}`,
      action: `licence.${command}`,
      objectId: licence.id,
      result: decided.value,
      at: when,
    });
    return stateChanged(kept);
  }

  private eventOf(licence: LockedLicence, { identifier, command }: ChangeStateInput, at: number): KeptEvent {
    const event: LicenceEvent = {
      identifier,
      typeCode: licence.type_code,
      typeVersion: licence.type_version,
      command,
      masterDigest: formatDigest(licence.master_digest),
      statusIndex: licence.status_index,
      previousEvent: formatDigest(licence.latest_entry),
      time: rfc3339(at),
    };
    const salt = randomChunk(32);
    const entry = Buffer.from(eventEntry(event, salt, this.press.crypto));
    return { event, salt, entry, promise: promiseInclusion(entry, at, this.press.promiseKey) };
  }

  // Without a key the contents are erased, and free text about them is not kept either.
  private note(licence: LockedLicence, eventId: string, { reason, legalBasis }: StateChangeRequest): Buffer | null {
    if (!licence.wrapped_key) return null;
    return sealNote(openKey(this.press.wrapping, licence.id, licence.wrapped_key), eventId, { reason, legalBasis });
  }
}

function stateChanged(kept: KeptEvent): StateChanged {
  const { identifier, command, time } = kept.event;
  const row = transitions.find((transition) => transition.command === command);
  if (!row) throw new Error(`the lifecycle has no command ${command}`);
  return {
    identifier,
    state: row.to,
    attestation: 'pending',
    inclusionPromise: inclusionPromiseOf(kept),
    stateChangedAt: time,
  };
}
