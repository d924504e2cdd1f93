import { parseArgs } from 'node:util';
import pg from 'pg';
import { type LogKey, type LogRebuilt, logKey, rebuildLog } from '../../attestation/index.js';
import { type Config, nodeCrypto } from '../../platform/index.js';
import {
  beginRebuild,
  endRebuild,
  makePress,
  type Press,
  type RegistryRebuilt,
  rebuildRegistry,
  type TableReport,
} from '../../registry/index.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from '../runtime.js';
import { Usage } from './usage.js';

/** What a rebuilding said, and the exit code: 0 all equal, 1 something differs, 2 it could not be done. */
export interface RebuildSaid {
  said: string;
  exitCode: 0 | 1 | 2;
}

interface Found {
  registry: RegistryRebuilt;
  log: LogRebuilt;
}

/** Makes every derived table again from what is kept for good, as *owner*, and compares; with `--write` it puts right what differs. */
export async function rebuild(config: Config, args: string[]): Promise<RebuildSaid> {
  const write = readArguments(args);
  try {
    if (!config.DATABASE_OWNER_URL) throw new Error('configuration: DATABASE_OWNER_URL is needed');
    const keystore = openConfiguredKeystore(config);
    const settings = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
    const press = makePress(settings, keystore, nodeCrypto);
    const key = logKey(settings.logOrigin, keystore.ed25519('log'));
    return await rebuildDatabase(config.DATABASE_OWNER_URL, { press, key }, write);
  } catch (fault) {
    return { said: `rebuild failed: ${fault instanceof Error ? fault.message : String(fault)}`, exitCode: 2 };
  }
}

function readArguments(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { write: { type: 'boolean', default: false } } }).values.write;
  } catch {
    throw new Usage('usage: elicence rebuild [--write]');
  }
}

/** The same with the keys in hand. @throws Error when the database does not answer */
export async function rebuildDatabase(
  ownerUrl: string,
  { press, key }: { press: Press; key: LogKey },
  write: boolean,
): Promise<RebuildSaid> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, application_name: 'rebuild' });
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    const pass = async (writing: boolean): Promise<Found> => ({
      registry: await rebuildRegistry(client, press, writing),
      log: await rebuildLog(client, { key, crypto: nodeCrypto }, writing),
    });
    try {
      return await inOneTransaction(client, pass, write);
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}

async function inOneTransaction(
  client: pg.PoolClient,
  pass: (writing: boolean) => Promise<Found>,
  write: boolean,
): Promise<RebuildSaid> {
  await beginRebuild(client, write);
  try {
    const first = await pass(write);
    const written = write && wroteRows(first) > 0;
    // What was put right is compared once more, in the same transaction.
    const last = written ? await pass(false) : first;
    await endRebuild(client, written);
    const lines = written ? [...describe(first), '', describeWritten(first), '', ...describe(last)] : describe(first);
    return { said: lines.join('\n'), exitCode: isEqual(last) ? 0 : 1 };
  } catch (fault) {
    await endRebuild(client, false);
    throw fault;
  }
}

const tablesOf = ({ registry, log }: Found): TableReport[] => [...registry.tables, ...log.tables];
const faultsOf = ({ registry, log }: Found) => [registry.faults, log.faults];
const isEqual = (found: Found): boolean =>
  tablesOf(found).every(({ equal }) => equal) && faultsOf(found).every(({ count }) => count === 0);
const wroteRows = ({ registry, log }: Found): number =>
  Object.values({ ...registry.written, ...log.written }).reduce((sum, rows) => sum + rows, 0);

function describeWritten({ registry, log }: Found): string {
  const { licence, licenceHolder } = registry.written;
  const { tiles, checkpoints } = log.written;
  return `written: ${licence} rows of licence, ${licenceHolder} of licence_holder, ${tiles} of log_tile, ${checkpoints} of log_checkpoint; then compared again:`;
}

/** The report, in lines: identifiers and digests, nothing of a person. */
function describe(found: Found): string[] {
  const { registry, log } = found;
  const lines = [
    `${registry.licences} licences and ${registry.events} events replayed; the log has ${log.size} leaves under its newest checkpoint, root ${log.root || 'none'}`,
  ];
  if (registry.erased > 0) {
    lines.push(`${registry.erased} licences have no key (erased): of them only what their events tell was compared`);
  }
  for (const { table, rows, live, rebuilt, equal, differing, named } of tablesOf(found)) {
    lines.push(
      `${table}: ${rows} rows, ${equal ? 'equal' : `${differing} DIFFER`}`,
      `  live    ${live}`,
      `  rebuilt ${rebuilt}`,
    );
    for (const { row, what, columns } of named)
      lines.push(`  ${what}: ${row}${columns ? ` (${columns.join(', ')})` : ''}`);
    if (differing > named.length) lines.push(`  and ${differing - named.length} more`);
  }
  for (const { count, named } of faultsOf(found)) {
    if (count > 0) lines.push(`${count} faults that no rebuilding heals (restore what is missing from a backup):`);
    lines.push(...named.map((fault) => `  ${fault}`));
    if (count > named.length) lines.push(`  and ${count - named.length} more`);
  }
  lines.push(isEqual(found) ? 'ALL EQUAL' : 'DIFFERENCES FOUND');
  return lines;
}
