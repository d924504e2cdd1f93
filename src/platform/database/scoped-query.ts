import type { QueryResult } from 'pg';
import pg from 'pg';

/** Whose rows a transaction may see: ids of organisations and blind indexes (hex) of holders. Empty means none. */
export interface Scope {
  organisations?: readonly string[];
  holders?: readonly string[];
  /** The login that is being checked, before anybody is signed in. */
  login?: string;
}

/** What we use of pg's connection; its published types leave out the extended protocol's real signatures. */
interface Wire {
  parse(query: { name: string; text: string }): void;
  bind(config: { portal: string; statement: string; values: unknown[] }): void;
  execute(config: { portal: string }): void;
  stream: { cork?(): void; uncork?(): void };
}

type Done = (error: Error | null, result: QueryResult) => void;

interface BaseQuery {
  submit(wire: Wire): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}

const Query = pg.Query as unknown as new (config: pg.QueryConfig, values: undefined, done: Done) => BaseQuery;

const setScope = 'elicence-set-scope';
const setScopeText =
  "select set_config('app.orgs', $1, true), set_config('app.holders', $2, true), set_config('app.login', $3, true)";
const prepared = new WeakSet<object>();

export const scopeValues = (scope: Scope): string[] => [
  scope.organisations?.join(',') ?? '',
  scope.holders?.join(',') ?? '',
  scope.login ?? '',
];

/**
 * One prepared statement under row-level security without a round trip of its own for the scope: two statements in one
 * implicit transaction (one Sync), so the local setting is gone when it ends. `set_config` inside the statement
 * itself would show none or all rows, by the planner's choice.
 */
class ScopedQuery extends Query {
  private scoped = false;

  constructor(
    private readonly scope: Scope,
    config: pg.QueryConfig,
    done: Done,
  ) {
    super(config, undefined, done);
  }

  override submit(wire: Wire): Error | null {
    wire.stream.cork?.();
    try {
      if (!prepared.has(wire)) {
        wire.parse({ name: setScope, text: setScopeText });
        prepared.add(wire);
      }
      wire.bind({ portal: '', statement: setScope, values: scopeValues(this.scope) });
      wire.execute({ portal: '' });
      return super.submit(wire);
    } finally {
      wire.stream.uncork?.();
    }
  }

  // The first row and the first completion belong to the setting.
  override handleDataRow(message: unknown): void {
    if (this.scoped) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.scoped) super.handleCommandComplete(message, wire);
    this.scoped = true;
  }
}

/** Runs one named statement inside `scope`; atomic, since it is its own transaction. */
export function queryScoped<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  scope: Scope,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client, release) => {
      if (error || !client) return reject(error ?? new Error('no connection'));
      client.query(
        new ScopedQuery(scope, { ...statement, values }, (fault, result) => {
          // A connection whose state is unknown is not handed to the next one.
          release(fault && !(fault as { code?: string }).code ? fault : undefined);
          if (fault) reject(fault);
          else resolve(result.rows as Row[]);
        }) as never,
      );
    });
  });
}
