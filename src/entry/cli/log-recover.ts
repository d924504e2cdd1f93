import { parseArgs } from 'node:util';
import pg from 'pg';
import { loadLedger, logIdOf, logKey, type OpenedSuccessor, type RefilledLog } from '../../attestation/index.js';
import { type Config, nodeCrypto, systemClock } from '../../platform/index.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from '../runtime.js';
import { Usage } from './usage.js';

const usage = 'usage: elicence log recover (--mirror <address or folder> | --successor <new origin>)';

/**
 * For a log that stands behind its chain, since its database was restored from an old backup: refills it with what a mirror
 * kept, or opens a successor log. As *owner*, while no worker runs. What it did, in sentences.
 */
export async function recoverLog(config: Config, args: string[]): Promise<string> {
  const { mirror, successor } = readArguments(args);
  const { DATABASE_OWNER_URL: ownerUrl, CHAIN_RPC_URL: urls, CHAIN_ID: chainId, LOG_ANCHOR_ADDRESS: address } = config;
  if (!ownerUrl || !urls || !chainId || !address) {
    throw new Error('configuration: DATABASE_OWNER_URL, CHAIN_RPC_URL, CHAIN_ID and LOG_ANCHOR_ADDRESS are needed');
  }
  const keystore = openConfiguredKeystore(config);
  const { logOrigin } = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
  const signer = keystore.ed25519('log');
  const { LedgerChain, openFinality, openFirstProvider, openMirror, openSuccessor, refillFromMirror } =
    await loadLedger();
  const provider = await openFirstProvider(urls, chainId);
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, application_name: 'log-recover' });
  pool.on('error', () => undefined);
  try {
    const parts = {
      chain: new LedgerChain(provider, chainId, address, logIdOf(logOrigin)),
      finality: openFinality(config.CHAIN_FINALITY, provider),
      key: logKey(logOrigin, signer),
      crypto: nodeCrypto,
      now: systemClock(),
    };
    if (mirror !== undefined) return describeRefill(await refillFromMirror(pool, parts, openMirror(mirror)));
    return describeSuccessor(await openSuccessor(pool, parts, logKey(successor as string, signer)));
  } finally {
    await pool.end();
    provider.destroy();
  }
}

function readArguments(args: string[]): { mirror?: string; successor?: string } {
  try {
    const { values } = parseArgs({ args, options: { mirror: { type: 'string' }, successor: { type: 'string' } } });
    if ((values.mirror === undefined) !== (values.successor === undefined)) return values;
  } catch {
    // told below
  }
  throw new Usage(usage);
}

function describeRefill(done: RefilledLog): string {
  const lines = [
    `The log is refilled: it had ${done.from} leaves and has ${done.to}, with the chain's root at every anchored size; ${done.anchors} anchors are known again.`,
    `${done.matched} of the refilled entries waited in the journal and left it; ${done.lost} are of events that this database lost.`,
  ];
  if (done.lost > 0) {
    lines.push(
      'What was issued or changed in the lost time is not in this database: credentials and receipts in the hands of holders still verify, and departments must repeat their changes of state (docs/recover.md).',
    );
  }
  if (done.takenBack > 0) {
    lines.push(
      `${done.takenBack} leaves that were placed here after the backup were taken back; those with an event wait again.`,
    );
  }
  if (done.forked.length > 0) {
    lines.push(
      `WARNING: this database had signed another root at sizes ${done.forked.join(', ')}. Whoever saw those checkpoints holds evidence of a second history: tell the auditors.`,
    );
  }
  lines.push(`${done.waiting} entries wait in the journal. Start the worker: it goes on by itself.`);
  return lines.join('\n');
}

function describeSuccessor({ origin, logId, predecessor, size, formerAnchors, lost }: OpenedSuccessor): string {
  return [
    `The log ${origin} (${logId}) succeeds ${predecessor.origin}, which is anchored at size ${predecessor.size} by ${predecessor.transactionHash}.`,
    `It holds ${size} leaves: the record of the old log, and every entry that survived; ${lost} entries are lost. ${formerAnchors} anchors of the old log are kept for its receipts.`,
    'Now, in this order:',
    `  1. set LOG_ORIGIN=${origin} for every process`,
    '  2. elicence contracts deploy     (registers the new log in LOG_ANCHOR_ADDRESS)',
    '  3. elicence trust publish        (the list keeps the old log beside the new one)',
    '  4. start worker and API',
  ].join('\n');
}
