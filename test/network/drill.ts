import { Api } from '../drills/api.js';
import { auditStored, auditWhole, type Counts, counts, waiting } from '../drills/audit.js';
import { auditChain } from '../drills/audit-chain.js';
import { auditReceipts } from '../drills/audit-receipts.js';
import { seeded } from '../drills/random.js';
import { newRecord, type Record, violation } from '../drills/record.js';
import { type Demo, eventually, type RunningRegistry, startRegistry } from '../support/registry.js';
import { Endpoint } from './endpoint.js';
import { type Fault, faults, type World } from './faults.js';
import { chainId } from './genesis.js';
import { Load } from './load.js';
import type { Network } from './network.js';
import { Reorganisations } from './reorganisations.js';
import type { Row } from './table.js';
import { layTrail, readTrail } from './trail.js';

/** At least half the signers and one: no fork of theirs goes as deep. */
const depth = 3;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const seconds = (from: number) => (performance.now() - from) / 1000;

/** Runs the built product upon a network, brings every fault about under load, and sees after each whether a promise broke. */
export async function networkDrill(
  network: Network,
  only: readonly number[],
  say: (line: string) => void,
): Promise<{ rows: Row[]; violations: string[] }> {
  const endpoints = await Promise.all(network.signers.slice(0, 3).map((signer) => Endpoint.open(signer)));
  const reorganisations = new Reorganisations(network.signers);
  const begun = performance.now();
  const registry = await startRegistry({
    env: {
      CHAIN_RPC_URL: endpoints.map(({ url }) => url).join(','),
      CHAIN_ID: String(chainId),
      CHAIN_FINALITY: `depth:${depth}`,
      CHAIN_ADMIN_KEY: network.admin.privateKey,
    },
  });
  say(`the registry is ready after ${seconds(begun).toFixed(1)} s`);
  process.once('exit', () => registry.process.kill('SIGINT'));
  const record = newRecord();
  const rows: Row[] = [];
  let broken = true;
  try {
    await layTrail(registry.demo);
    const line: Line = {
      registry,
      record,
      endpoints,
      network,
      reorganisations,
      say,
      before: await atRest(registry.demo),
    };
    for (const fault of faults.filter((_, n) => only.length === 0 || only.includes(n + 1)))
      rows.push(await one(line, fault));
    broken = record.violations.length > 0;
    return { rows, violations: record.violations };
  } finally {
    if (broken) process.stderr.write(`the registry printed:\n${registry.printed().slice(-8_000)}\n`);
    await registry.remove();
    await reorganisations.end();
    for (const endpoint of endpoints) endpoint.close();
  }
}

interface Line extends World {
  registry: RunningRegistry;
  record: Record;
  endpoints: readonly Endpoint[];
  before: Counts;
}

async function one(line: Line, fault: Fault): Promise<Row> {
  const { registry, record, network, reorganisations, endpoints, say } = line;
  const { demo } = registry;
  const resends = () => endpoints.reduce((sum, { repeated }) => sum + repeated, 0);
  const [trail, resent] = [await readTrail(demo), resends()];
  reorganisations.mark();
  const api = new Api(demo, record);
  const load = new Load({ api, demo, record });
  await pause(3_000);
  const mended = await fault.act(line);
  await network.whole();
  const chainHealed = seconds(mended);
  const probe = await load.issue();
  if (probe) await eventually(() => load.isAnchored(probe), 240_000);
  const lineHealed = seconds(mended);
  await load.end();
  await atRest(demo);
  const after = await readTrail(demo);
  const row: Row = {
    fault: fault.name,
    chainHealed,
    lineHealed,
    reorganised: reorganisations.depth(),
    resent: resends() - resent,
    exchanged: after.exchanged - trail.exchanged,
    dropped: after.dropped - trail.dropped,
    reopened: after.reopened - trail.reopened,
    issued: load.issued.length,
    anchors: after.final - trail.final,
    indeterminate: load.verdicts.indeterminate,
    worstAge: load.verdicts.worstAge / 1000,
  };
  say(JSON.stringify(row));
  await judge(line, fault, row, load);
  return row;
}

/** Nothing lost, nothing twice, each receipt good by what a signer says whom the worker never asked. */
async function judge(line: Line, fault: Fault, row: Row, load: Load): Promise<void> {
  const { registry, record, network, before } = line;
  const { demo } = registry;
  const elsewhere: Demo = { ...demo, chain: { ...demo.chain, rpcUrl: network.signers[3]!.url } };
  await auditStored(demo, record, record.acknowledged);
  const { leaves } = await auditWhole(demo, record, before);
  const anchors = await auditChain(elsewhere, record, leaves);
  const parts = { api: new Api(demo, record), demo, random: seeded(1), lanes: 1 };
  const late: Record = { ...record, acknowledged: load.issued };
  await auditReceipts({ ...parts, record: late }, anchors);
  record.verified = late.verified;
  if (row.reorganised < fault.leastDepth)
    violation(
      record,
      `${fault.name}: ${row.reorganised} blocks were reorganised, it takes ${fault.leastDepth} to be one`,
    );
  if (row.reorganised >= depth) violation(record, `${row.reorganised} blocks were reorganised: final ones too`);
  if (fault.stopsTheChain && row.indeterminate === 0)
    violation(record, `${fault.name}: the chain stood still and no verdict said that it does not know`);
  if (row.anchors === 0) violation(record, `${fault.name}: nothing was anchored`);
  for (const text of registry.printed().split('\n'))
    if (/internal-fault|unhandled|stopped for good/.test(text)) violation(record, `the registry printed ${text}`);
  if (registry.process.exitCode !== null) throw new Error('the registry ended by itself');
}

/** Waits until nothing waits, neither for the log nor for the chain, for as long as a list of changes may take to be logged. */
async function atRest(demo: Demo): Promise<Counts> {
  let since: number | undefined;
  await eventually(async () => {
    if ((await waiting(demo)) > 0) since = undefined;
    else since ??= performance.now();
    return since !== undefined && performance.now() - since > 2_500;
  }, 240_000);
  return counts(demo);
}
