import type { PoolClient } from 'pg';
import type { Press } from './press.js';
import { type HolderRow, putHolders, putLicences, type RebuildBatch, readRebuildBatch } from './rebuild.store.js';
import { eventFault, placeFault } from './rebuild-events.js';
import {
  canonicalLicence,
  type LicenceRow,
  licenceColumns,
  type RebuiltLicence,
  rebuildLicence,
  sealedColumns,
} from './rebuild-licence.js';
import { compareStatus, StatusValues } from './rebuild-status.js';
import { SourceFaults, TableComparison, type TableReport } from './rebuild-table.js';

/** What making the registry's tables again found. */
export interface RegistryRebuilt {
  tables: TableReport[];
  faults: SourceFaults;
  licences: number;
  events: number;
  /** Licences without a key: only what their events tell was compared. */
  erased: number;
  /** Rows that were put right. */
  written: { licence: number; licenceHolder: number };
}

const batchSize = 1_000;

/**
 * Makes licences, their holders' index and the status values again from events, sealed contents and keys, and compares:
 * a batch at a time, inside the transaction that the caller began. With `write` it puts right what differs and has sound
 * sources. Rows that nothing explains are named and left.
 */
export async function rebuildRegistry(client: PoolClient, press: Press, write: boolean): Promise<RegistryRebuilt> {
  const walk = new RebuildWalk(press);
  let after: string | undefined;
  for (;;) {
    const batch = await readRebuildBatch(client, after, batchSize);
    if (!batch) break;
    after = batch.ids[batch.ids.length - 1];
    const repairs = walk.take(batch);
    if (!write) continue;
    await putLicences(client, repairs.licences, licenceColumns);
    await putHolders(client, repairs.holdersOf, repairs.holders);
    walk.written.licence += repairs.licences.length;
    walk.written.licenceHolder += repairs.holders.length;
  }
  return walk.end(await compareStatus(client, walk.status));
}

interface Repairs {
  licences: LicenceRow[];
  holdersOf: string[];
  holders: HolderRow[];
}

class RebuildWalk {
  readonly written = { licence: 0, licenceHolder: 0 };
  readonly status = new StatusValues();
  private readonly faults = new SourceFaults();
  private readonly licence = new TableComparison('licence', licenceColumns);
  private readonly holder = new TableComparison('licence_holder', ['organisation_id']);
  private licences = 0;
  private events = 0;
  private erased = 0;

  constructor(private readonly press: Press) {}

  take(batch: RebuildBatch): Repairs {
    const repairs: Repairs = { licences: [], holdersOf: [], holders: [] };
    for (const id of batch.ids) {
      const source = batch.sources.get(id)!;
      const live = batch.live.get(id);
      const holders = batch.holders.get(id) ?? [];
      this.licences++;
      this.events += source.events.length;
      for (const event of source.events) this.noteFault(`event ${event.id}`, placeFault(event));
      const wrong = source.events.filter((event) =>
        this.noteFault(`event ${event.id}`, eventFault(event, this.press.crypto)),
      );
      const rebuilt = wrong.length > 0 ? 'not every event of it is sound' : rebuildLicence(this.press, source);
      if (typeof rebuilt === 'string') this.takeFault(id, rebuilt, { live, holders });
      else this.compare(rebuilt, { live, holders }, repairs);
    }
    return repairs;
  }

  private noteFault(of: string, fault: string | undefined): boolean {
    if (fault !== undefined) this.faults.add(`${of}: ${fault}`);
    return fault !== undefined;
  }

  private takeFault(id: string, fault: string, { live, holders }: Live): void {
    this.faults.add(`licence ${id}: ${fault}`);
    if (live) this.licence.takeUnexplained(id, canonicalLicence(live));
    for (const holder of holders) this.holder.takeUnexplained(`of licence ${id}`, [id, holder]);
    if (live) this.status.note(live);
  }

  private compare(rebuilt: RebuiltLicence, { live, holders }: Live, repairs: Repairs): void {
    const { row, erased } = rebuilt;
    const id = String(row.id);
    if (erased) {
      this.erased++;
      if (!live) {
        this.faults.add(`licence ${id}: it is erased, and its row is gone with what only the row knew`);
        return;
      }
      for (const column of sealedColumns) row[column as keyof LicenceRow] = live[column as keyof LicenceRow];
    }
    if (this.licence.take(id, live && canonicalLicence(live), canonicalLicence(row))) repairs.licences.push(row);
    this.status.note(row);
    const made = rebuilt.holders.map((key) => `${key} ${row.organisation_id}`);
    if (!this.compareHolders(id, holders, made)) return;
    repairs.holdersOf.push(id);
    for (const key of rebuilt.holders) {
      repairs.holders.push({ holder_key: key, licence_id: id, organisation_id: String(row.organisation_id) });
    }
  }

  /** Whether they differ. A key is a keyed digest of a person's number: a difference names the licence alone. */
  private compareHolders(id: string, live: readonly string[], made: readonly string[]): boolean {
    let differs = false;
    for (const row of [...new Set([...live, ...made])].sort()) {
      const of = (rows: readonly string[]) => (rows.includes(row) ? [id, row] : undefined);
      if (this.holder.take(`of licence ${id}`, of(live), of(made))) differs = true;
    }
    return differs;
  }

  end(status: TableReport): RegistryRebuilt {
    const { faults, licences, events, erased, written } = this;
    return { tables: [this.licence.report(), this.holder.report(), status], faults, licences, events, erased, written };
  }
}

interface Live {
  live: LicenceRow | undefined;
  holders: readonly string[];
}
