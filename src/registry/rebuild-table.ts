import { createHash } from 'node:crypto';

/** A row in canonical form: its columns in a fixed order, bytes as hexadecimal digits, times as RFC 3339. */
export type CanonicalRow = readonly (string | number | null)[];

/** A row that is not as the sources have it. */
export interface RowDifference {
  /** Identifiers of the row, never personal data. */
  row: string;
  /** missing: the table lacks it; surplus: nothing makes it; differs: in `columns`; unexplained: its sources don't speak. */
  what: 'missing' | 'surplus' | 'differs' | 'unexplained';
  columns?: string[];
}

/** What a comparison found of one table. */
export interface TableReport {
  table: string;
  rows: number;
  /** SHA-256 over the canonical rows in key order, hexadecimal. */
  live: string;
  rebuilt: string;
  equal: boolean;
  /** How many rows differ; `named` holds the first of them. */
  differing: number;
  named: RowDifference[];
}

/** Compares a table with what its sources give, row by row in key order, in bounded memory. */
export class TableComparison {
  private readonly live = createHash('sha256');
  private readonly made = createHash('sha256');
  private readonly named: RowDifference[] = [];
  private rows = 0;
  private differing = 0;

  constructor(
    readonly table: string,
    private readonly columns: readonly string[],
    private readonly maxNamed = 50,
  ) {}

  /** Takes the next row of the table (`live`) with what its sources give; answers how they differ, if they do. */
  take(row: string, live: CanonicalRow | undefined, made: CanonicalRow | undefined): RowDifference | undefined {
    const [liveLine, madeLine] = [live && JSON.stringify(live), made && JSON.stringify(made)];
    if (liveLine !== undefined) {
      this.rows++;
      this.live.update(liveLine).update('\n');
    }
    if (madeLine !== undefined) this.made.update(madeLine).update('\n');
    if (liveLine === madeLine) return undefined;
    return this.note(difference(row, live, made, this.columns));
  }

  /** Takes a row of the table whose sources are at fault: nothing says what it should be. */
  takeUnexplained(row: string, live: CanonicalRow): void {
    this.rows++;
    this.live.update(JSON.stringify(live)).update('\n');
    this.note({ row, what: 'unexplained' });
  }

  report(): TableReport {
    const [live, rebuilt] = [this.live.digest('hex'), this.made.digest('hex')];
    const { table, rows, differing, named } = this;
    return { table, rows, live, rebuilt, equal: live === rebuilt && differing === 0, differing, named };
  }

  private note(found: RowDifference): RowDifference {
    this.differing++;
    if (this.named.length < this.maxNamed) this.named.push(found);
    return found;
  }
}

function difference(
  row: string,
  live: CanonicalRow | undefined,
  made: CanonicalRow | undefined,
  columns: readonly string[],
): RowDifference {
  if (!live) return { row, what: 'missing' };
  if (!made) return { row, what: 'surplus' };
  return { row, what: 'differs', columns: columns.filter((_, at) => live[at] !== made[at]) };
}

/** Faults of the sources themselves, which no rebuilding heals: the first are named, all are counted. */
export class SourceFaults {
  readonly named: string[] = [];
  count = 0;

  constructor(private readonly maxNamed = 50) {}

  add(fault: string): void {
    this.count++;
    if (this.named.length < this.maxNamed) this.named.push(fault);
  }
}
