import type { PoolClient } from 'pg';

/** An entry is logged within this time of its acknowledgement; the inclusion promise says so. */
export const maxMergeDelayMs = 24 * 60 * 60 * 1000;

export interface JournalEntry {
  /** Id of the event that the entry stands for. */
  id: string;
  kind: 'licence' | 'version' | 'carrier';
  /** 32 bytes, blinded by a salt: nothing personal. */
  entry: Buffer;
  loggedBy: Date;
  at: Date;
}

/** Appends in the caller's transaction; on commit the entry is certain to be logged. */
export async function appendToJournal(client: PoolClient, entry: JournalEntry): Promise<void> {
  await client.query({
    name: 'journal-append',
    text: 'insert into journal (id, kind, entry, logged_by, created_at) values ($1, $2, $3, $4, $5)',
    values: [entry.id, entry.kind, entry.entry, entry.loggedBy, entry.at],
  });
}
