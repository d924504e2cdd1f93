import type { Pool } from 'pg';
import type { LicenceState } from '../core/index.js';
import { GroupCommit } from '../platform/index.js';
import { byteaArray, int4Array, textArray } from './binary-array.js';
import { DoubtfulAnswer, isState } from './doubtful-answer.js';
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
  identifier: string;
  licence_id: string;
  state: string | null;
  state_changed_at: Date;
  superseded_by: string | null;
  status_list: number;
}

/** Undefined when the registry holds no such licence. */
type Answer = LicenceStanding | 'doubtful' | undefined;

/**
 * Asks the primary for states alone, in the role *public*, by identifier and digest of the master: all that is missing
 * when a credential comes with its receipt. Questions that wait share one statement; every answer is read after its question was asked.
 */
export class StateLookup {
  private readonly group: GroupCommit<StateQuestion, Answer>;

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
   * @throws Overloaded, DoubtfulAnswer, or the database's fault
   */
  async find(question: StateQuestion): Promise<LicenceStanding | undefined> {
    const answer = isIdentifier(question.identifier) ? await this.group.add(question) : undefined;
    if (answer === 'doubtful') throw new DoubtfulAnswer();
    return answer;
  }

  private async run(questions: readonly StateQuestion[]): Promise<Answer[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'registry-public-standings',
      text: 'select * from public_standings($1::int[], $2::text[], $3::bytea[])',
      values: [
        int4Array(questions.map((_, i) => i)),
        textArray(questions.map((question) => question.identifier)),
        byteaArray(questions.map((question) => question.masterDigest)),
      ],
    });
    const answers: Answer[] = questions.map(() => undefined);
    for (const row of rows) {
      const about = questions[row.ordinal]?.identifier;
      answers[row.ordinal] = row.identifier === about ? standingOf(row) : 'doubtful';
    }
    return answers;
  }
}

function standingOf(row: Row): Answer {
  if (!isState(row.state)) return 'doubtful';
  return {
    licenceId: row.licence_id,
    state: row.state,
    stateChangedAt: row.state_changed_at,
    supersededBy: row.superseded_by ?? undefined,
    statusList: row.status_list,
  };
}
