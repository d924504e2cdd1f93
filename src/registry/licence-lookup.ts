import type { Pool } from 'pg';
import {
  type CryptoPort,
  type Digest,
  eventEntry,
  formatDigest,
  type InclusionPromise,
  type LicenceEvent,
  type LicenceState,
} from '../core/index.js';
import { type BlindIndex, GroupCommit } from '../platform/index.js';
import { byteaArray, int4Array, textArray } from './binary-array.js';
import { DoubtfulAnswer, isState } from './doubtful-answer.js';
import { inclusionPromiseOf } from './inclusion-promise.js';
import { isIdentifier } from './is-identifier.js';
import { type LookupRow, publicLicences } from './licence-lookup.statement.js';
import { verificationCodeDigest } from './verification-code.js';

/** A question of anybody: an identifier with its verification code (in any spelling), or with the digest of its master. */
export type LookupQuestion = { identifier: string } & (
  | { code: string; masterDigest?: undefined }
  | { masterDigest: Buffer; code?: undefined }
);

/** All that the evidence of a verification needs from the primary. */
export interface PublicLicence {
  licenceId: string;
  organisationId: string;
  identifier: string;
  typeCode: string;
  typeVersion: number;
  state: LicenceState;
  stateChangedAt: Date;
  supersededBy?: string;
  statusList: number;
  statusIndex: number;
  masterDigest: Digest;
  /** The event that made this version. */
  event: LicenceEvent;
  /** 32 bytes. */
  salt: Buffer;
  /** 32 bytes. */
  entry: Buffer;
  promise: InclusionPromise;
  /** Null while the event waits to be logged. */
  leafIndex: number | null;
  /** Only when the question brought the code. */
  sealed?: { wrappedKey: Buffer; credential: Buffer };
}

interface Asked {
  identifier: string;
  codeDigest: Buffer | null;
  masterDigest: Buffer | null;
}

/** Undefined when the registry holds no such licence. */
type Answer = PublicLicence | 'doubtful' | undefined;

/**
 * Asks the primary about licences in the role *public*, which can neither list nor guess. Questions that wait share one
 * statement; every answer is read after its question was asked.
 */
export class LicenceLookup {
  private readonly group: GroupCommit<Asked, Answer>;

  constructor(
    private readonly pool: Pool,
    private readonly index: BlindIndex,
    private readonly crypto: CryptoPort,
  ) {
    this.group = new GroupCommit({
      run: (questions) => this.run(questions),
      maxGroup: 64,
      concurrency: 3,
      maxWaiting: 4000,
      splits: () => false,
    });
  }

  /**
   * Undefined when the registry holds no such identifier with this code or master; by a code also when the contents are erased.
   *
   * @throws Overloaded, DoubtfulAnswer, or the database's fault
   */
  async find({ identifier, code, masterDigest }: LookupQuestion): Promise<PublicLicence | undefined> {
    if (code !== undefined) return this.findByCode(identifier, code);
    return isIdentifier(identifier) ? this.ask({ identifier, codeDigest: null, masterDigest }) : undefined;
  }

  /** Does the same work whether or not it finds anything, and whatever is wrong with what it is asked: no answer comes sooner. */
  private async findByCode(identifier: string, code: string): Promise<PublicLicence | undefined> {
    const codeDigest = verificationCodeDigest(this.index, code) ?? this.index.digest('verification-code', 'none');
    const asked = isIdentifier(identifier) ? identifier : 'none';
    const found = await this.ask({ identifier: asked, codeDigest, masterDigest: null });
    return found?.sealed && found;
  }

  private async ask(asked: Asked): Promise<PublicLicence | undefined> {
    const answer = await this.group.add(asked);
    if (answer === 'doubtful') throw new DoubtfulAnswer();
    return answer;
  }

  private async run(questions: readonly Asked[]): Promise<Answer[]> {
    const { rows } = await this.pool.query<LookupRow>({
      ...publicLicences,
      values: [
        int4Array(questions.map((_, i) => i)),
        textArray(questions.map((question) => question.identifier)),
        byteaArray(questions.map((question) => question.codeDigest)),
        byteaArray(questions.map((question) => question.masterDigest)),
      ],
    });
    const answers: Answer[] = questions.map(() => undefined);
    for (const row of rows) answers[row.ordinal] = this.answerOf(row, questions[row.ordinal]);
    return answers;
  }

  private answerOf(row: LookupRow, asked: Asked | undefined): Answer {
    const { event, state } = row;
    const isThis = event?.identifier === asked?.identifier && asked?.masterDigest?.equals(row.master_digest) !== false;
    if (!event || !isState(state) || !isThis) return 'doubtful';
    try {
      return this.publicLicence({ ...row, event, state });
    } catch {
      // A row that can't be read is one that contradicts itself, and fails nobody else's question.
      return 'doubtful';
    }
  }

  private publicLicence(row: LookupRow & { event: LicenceEvent; state: LicenceState }): PublicLicence {
    const entry = Buffer.from(eventEntry(row.event, row.salt, this.crypto));
    const kept = { event: row.event, salt: row.salt, entry, promise: row.promise };
    return {
      ...kept,
      licenceId: row.licence_id,
      organisationId: row.organisation_id,
      identifier: row.event.identifier,
      typeCode: row.type_code,
      typeVersion: row.type_version,
      state: row.state,
      stateChangedAt: row.state_changed_at,
      supersededBy: row.superseded_by ?? undefined,
      statusList: row.status_list,
      statusIndex: row.status_index,
      masterDigest: formatDigest(row.master_digest),
      promise: inclusionPromiseOf(kept),
      leafIndex: row.leaf_index === null ? null : Number(row.leaf_index),
      sealed:
        row.wrapped_key && row.sealed_credential
          ? { wrappedKey: row.wrapped_key, credential: Buffer.from(row.sealed_credential, 'base64') }
          : undefined,
    };
  }
}
