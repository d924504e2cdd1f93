import type { Pool } from 'pg';
import { GroupCommit, isRowFault, queryScoped } from '../platform/index.js';
import { type IssueRow, issueStatement, issueValues } from './issue.statement.js';
import type { IssueClaim, NewLicence } from './new-licence.js';

/** What became of a licence that was handed to the store. */
export type Stored =
  | { outcome: 'new' }
  | { outcome: 'repeat'; licenceId: string }
  | { outcome: 'conflict' }
  | { outcome: 'licence-number-taken' }
  /** Somebody else was writing the same at the same moment: what they did is visible to another try. */
  | { outcome: 'again' };

const uniqueViolation = '23505';
const deadlock = '40P01';
const sqlState = (error: unknown): unknown => (error as { code?: unknown })?.code;

/** Stores new licences: requests of all organisations that wait share one statement and one commit. */
export class IssueStore {
  private readonly group: GroupCommit<NewLicence, Stored>;

  constructor(private readonly pool: Pool) {
    this.group = new GroupCommit({
      run: (items) => this.run(items),
      maxGroup: 100,
      concurrency: 3,
      maxWaiting: 2000,
      splits: (error) => isRowFault(error) || sqlState(error) === deadlock,
    });
  }

  /** True on return: committed, or nothing of it is there. May run concurrently with the same key. */
  async add(licence: NewLicence): Promise<Stored> {
    try {
      return await this.group.add(licence);
    } catch (error) {
      if (sqlState(error) === uniqueViolation || sqlState(error) === deadlock) return { outcome: 'again' };
      throw error;
    }
  }

  /** What the key was used for before, if it was. */
  async known(claim: IssueClaim): Promise<Stored | undefined> {
    const [row] = await queryScoped<IssueRow>(
      this.pool,
      { organisations: [claim.organisationId] },
      {
        name: 'registry-issue-known',
        text: `select false as made, operation, body_digest, result_id, null as number_taken from idempotency
          where actor = $1 and key = $2 and organisation_id = $3`,
      },
      [claim.actor, claim.key, claim.organisationId],
    );
    return row && judge(row, claim);
  }

  private async run(items: readonly NewLicence[]): Promise<Stored[]> {
    // Twins in one group can't be told apart by the statement's own snapshot: the first goes, the others follow it.
    const firsts = new Map<string, NewLicence>();
    for (const item of items) {
      const name = keyOf(item.claim);
      if (!firsts.has(name)) firsts.set(name, item);
    }
    const group = [...firsts.values()];
    const organisations = [...new Set(group.map((item) => item.claim.organisationId))];
    const rows = await queryScoped<IssueRow>(this.pool, { organisations }, issueStatement, issueValues(group));
    const stored = new Map(group.map((item, i) => [item, judge(rows[i] as IssueRow, item.claim)]));
    return items.map((item) => {
      const first = firsts.get(keyOf(item.claim)) as NewLicence;
      const outcome = stored.get(first) as Stored;
      return first === item ? outcome : follow(outcome, first, item.claim);
    });
  }
}

const keyOf = ({ organisationId, actor, key }: IssueClaim): string => `${organisationId}\n${actor}\n${key}`;

function judge(row: IssueRow, claim: IssueClaim): Stored {
  if (row.made) return { outcome: 'new' };
  if (row.result_id !== null) {
    const same = row.operation === 'licence.issue' && row.body_digest?.equals(claim.bodyDigest);
    return same ? { outcome: 'repeat', licenceId: row.result_id } : { outcome: 'conflict' };
  }
  return row.number_taken ? { outcome: 'licence-number-taken' } : { outcome: 'again' };
}

function follow(outcome: Stored, first: NewLicence, claim: IssueClaim): Stored {
  const same = first.claim.bodyDigest.equals(claim.bodyDigest);
  if (outcome.outcome === 'new') return same ? { outcome: 'repeat', licenceId: first.id } : { outcome: 'conflict' };
  // Whatever else became of the first, this one asks for itself.
  return { outcome: 'again' };
}
