import type { Pool } from 'pg';

/** The channel on which who changed a state asks the holders of leases for a round at once. It carries nothing. */
export const statusChannel = 'elicence_status';

export interface LeaseRow {
  holder: string;
  round: number;
  taken: number;
  holdsMs: number;
}

/** What changed since a snapshot. */
export interface ChangesSince {
  /** To ask from the next time. */
  snapshot: string;
  /** Ids; null when everything must be taken for changed. */
  licences: string[] | null;
}

/** The leases of all processes and the changes of states, for a pool of *service*. Every method is a transaction of its own. */
export class StatusLeaseStore {
  constructor(private readonly pool: Pool) {}

  /** Committed on return. A renewal that arrives after a later one changes nothing. */
  async renew({ holder, round, taken, holdsMs }: LeaseRow): Promise<void> {
    await this.pool.query({
      name: 'registry-lease-renew',
      text: `insert into status_lease as l (holder, round, taken, holds_ms) values ($1, $2, $3, $4)
        on conflict (holder) do update set round = excluded.round, taken = greatest(l.taken, excluded.taken),
          holds_ms = excluded.holds_ms, renewed_at = clock_timestamp()
        where l.round < excluded.round`,
      values: [holder, round, taken, holdsMs],
    });
  }

  /** Tells that the holder's memory has taken the changes of a round. */
  async markTaken(holder: string, taken: number): Promise<void> {
    await this.pool.query({
      name: 'registry-lease-taken',
      text: 'update status_lease set taken = $2 where holder = $1 and taken < $2 and round >= $2',
      values: [holder, taken],
    });
  }

  /** Ends a lease, unless it was renewed after this round. */
  async end(holder: string, round: number): Promise<void> {
    await this.pool.query({
      name: 'registry-lease-end',
      text: 'delete from status_lease where holder = $1 and round = $2',
      values: [holder, round],
    });
  }

  async all(): Promise<LeaseRow[]> {
    const { rows } = await this.pool.query<LeaseRow>({
      name: 'registry-leases',
      text: `select holder, round::float8 as round, taken::float8 as taken, holds_ms as "holdsMs" from status_lease`,
    });
    return rows;
  }

  /** Asks every holder for a round at once. Some may not hear it. */
  async notify(): Promise<void> {
    await this.pool.query({ name: 'registry-lease-notify', text: `select pg_notify('${statusChannel}', '')` });
  }

  async changesSince(snapshot: string | undefined, most: number): Promise<ChangesSince> {
    const { rows } = await this.pool.query<ChangesSince>({
      name: 'registry-status-changes-since',
      text: 'select snapshot::text as snapshot, licences from status_changes_since($1::pg_snapshot, $2)',
      values: [snapshot ?? null, most],
    });
    return rows[0] as ChangesSince;
  }
}
