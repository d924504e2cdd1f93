import type { Pool } from 'pg';
import type { LicenceState } from '../core/index.js';
import { GroupCommit } from '../platform/index.js';
import { byteaArray, int4Array, textArray } from './binary-array.js';
import { isIdentifier } from './is-identifier.js';

/** What the primary says of a master that somebody brought. */
export interface LicenceStanding {
  licenceId: string;
  state: LicenceState;
  stateChangedAt: Date;
  supersededBy?: string;
  statusList: number;
}

/** Asked by who brought the master. */
export interface StateQuestion {
  identifier: string;
  /** 32 bytes. */
  masterDigest: Buffer;
}

interface Row {
  ordinal: number;
  licence_id: string;
  state: LicenceState;
  state_changed_at: Date;
  superseded_by: string | null;
  status_list: number;
}

/**
 * Asks the primary for states alone, in the role *public*, by identifier and digest of the master: all that is missing
 * when a credential comes with its receipt. Questions that wait share one statement; every answer is read after its question was asked.
 */
export class StateLookup {
  private readonly group: GroupCommit<StateQuestion, LicenceStanding | undefined>;

  constructor(private readonly pool: Pool) {
    this.group = new GroupCommit({
      run: (questions) => this.run(questions),
      maxGroup: 64,
      concurrency: 3,
      maxWaiting: 4000,
      splits: () => false,
    });
  }

  /**
   * Undefined when the registry holds no such identifier with this master.
   *
   * @throws Overloaded, or the database's fault
   */
  async find(question: StateQuestion): Promise<LicenceStanding | undefined> {
    return isIdentifier(question.identifier) ? this.group.add(question) : undefined;
  }

  private async run(questions: readonly StateQuestion[]): Promise<(LicenceStanding | undefined)[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'registry-public-states',
      text: 'select * from public_states($1::int[], $2::text[], $3::bytea[])',
      values: [
        int4Array(questions.map((_, i) => i)),
        textArray(questions.map((question) => question.identifier)),
        byteaArray(questions.map((question) => question.masterDigest)),
      ],
    });
    const answers: (LicenceStanding | undefined)[] = questions.map(() => undefined);
    for (const row of rows) {
      answers[row.ordinal] = {
        licenceId: row.licence_id,
        state: row.state,
        stateChangedAt: row.state_changed_at,
        supersededBy: row.superseded_by ?? undefined,
        statusList: row.status_list,
      };
    }
    return answers;
  }
}
