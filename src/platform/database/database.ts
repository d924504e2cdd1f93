import type pg from 'pg';
import { DataSource } from 'typeorm';
import { type Listening, listen } from './listen.js';
import { type Scope, scopeValues } from './scoped-query.js';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. On two cores 16 beat 64. */
  pool: number;
  name: string;
  /** 15 s unless told. A connection that does not answer is dropped `graceMs` later. */
  statementTimeoutMs?: number;
  /** 5 s unless told; the time to connect likewise. */
  graceMs?: number;
  /**
   * For roles whose every statement goes by an index: a statement that was planned while a table was empty would go on
   * scanning it as it grows, until statistics are gathered anew.
   */
  byIndex?: boolean;
  onError?(error: Error): void;
  /** Asked of each new connection before it serves; a connection that it throws on is closed. */
  admit?(client: pg.ClientBase): Promise<void>;
}

export interface Database {
  dataSource: DataSource;
  pool: pg.Pool;
  /** Listens on a channel over a connection beside the pool. Close it before the database. */
  listen(channel: string, heard: () => void): Listening;
  close(): Promise<void>;
}

/** Opens TypeORM's connection of one role; hot statements use the same pool directly. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { statementTimeoutMs = 15_000, graceMs = 5_000, admit } = options;
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.name,
    poolSize: options.pool,
    // An idle client whose server goes away emits an error of its own: unheard, it would end the process.
    poolErrorHandler: (error: Error) => options.onError?.(error),
    extra: {
      connectionTimeoutMillis: graceMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + graceMs,
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
      ...(options.byIndex ? { options: '-c enable_seqscan=off' } : {}),
      ...(admit ? { onConnect: admit } : {}),
    },
  });
  await dataSource.initialize();
  const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  // A client that is checked out emits too, the one among them that TypeORM opened the pool with.
  const heard = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('error', (error) => options.onError?.(error));
  });
  const listening = { connectionString: options.url, application_name: `${options.name}-listening`, keepAlive: true };
  return {
    dataSource,
    pool,
    listen: (channel, heard) => listen(listening, channel, heard, options.onError),
    close: () => dataSource.destroy(),
  };
}

/** Runs `work` in one transaction inside `scope`; rolls back when it throws. */
export async function inTransaction<T>(
  pool: pg.Pool,
  scope: Scope,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query({
      name: 'elicence-scope',
      text: "select set_config('app.orgs', $1, true), set_config('app.holders', $2, true), set_config('app.login', $3, true)",
      values: scopeValues(scope),
    });
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
