import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isError } from 'ethers';
import { LedgerFault, Receipts } from '../../src/attestation/index.js';
import { consistencyProof, type KnownAnchor, leafHash, type Receipt, rootFromLeaves } from '../../src/core/index.js';
import type { AuditQuestion } from '../../src/oversight/index.js';
import { nodeCrypto, uuidv7 } from '../../src/platform/index.js';
import { fork, newPromiser, signStatement, storedEntries } from '../support/forged-history.js';
import { type ServedLog, startServedLog } from '../support/served-log.js';

let log: ServedLog;
let restore: Awaited<ReturnType<ServedLog['save']>>;
let receipt: Receipt;
let entries: Buffer[];
const { trust, promise } = newPromiser();
const sizes = [300, 450, 680, 700];
const held = promise(Date.now() + 3_600_000);
/** Where the held event stands: signed, and not anchored yet. */
const heldAt = 680;

beforeAll(async () => {
  log = await startServedLog();
  for (const count of [300, 150, 230]) {
    await log.ledger.append(count);
    await log.settle();
  }
  await wait(held.entry);
  await log.ledger.append(19);
  await log.grow();
  const receipts = new Receipts(log.ledger.service, nodeCrypto, Date.now);
  receipt = (await receipts.build({ ...held, index: heldAt }))!;
  entries = await storedEntries(log);
  restore = await log.save();
}, 120_000);
afterAll(() => log?.close());
beforeEach(() => restore());

const sql = (text: string, values: unknown[] = []) => log.owner.query(text, values);
const lieOf = async (change: Partial<AuditQuestion> = {}) => (await log.audit(change)).lie?.code ?? 'clean';
const wait = (entry: Buffer) =>
  log.ledger.service.query(
    `insert into journal (id, kind, entry, logged_by, created_at) values ($1, 'licence', $2, now(), now())`,
    [uuidv7(Date.now()), entry],
  );
const noteNow = async () => (await fetch(`${log.url}/log/checkpoint`)).text();
const seen = (note: string) => ({ checkpoints: [{ from: 'another reader', value: async () => note }] });
const withReceipt = { receipts: [{ from: 'receipt.json', value: undefined as unknown }] };
const edited = (at: number) => entries.map((entry, index) => (index === at ? Buffer.alloc(32, 9) : entry));
const statedAnchors = async () =>
  ((await (await fetch(`${log.url}/log/anchors`)).json()) as { items: KnownAnchor[] }).items.map((item) => {
    const {
      checkpoint: _c,
      statement: _s,
      ...anchor
    } = item as KnownAnchor & { checkpoint: string; statement: string };
    return anchor;
  });

describe('a checkpoint is', () => {
  it('edited: audit (checkpoint-signature-wrong)', async () => {
    await sql(`update log_checkpoint set note = replace(note, E'\\n700\\n', E'\\n699\\n') where tree_size = 700`);
    expect(await lieOf()).toBe('checkpoint-signature-wrong');
  });

  it('signed over another root: audit (root-differs)', async () => {
    await fork(log, edited(690), sizes);
    const lying = await noteNow();
    await restore();
    await sql('update log_checkpoint set note = $1 where tree_size = 700', [lying]);
    expect(await lieOf()).toBe('root-differs');
  });

  it('deleted with what it signed, below the newest anchor: audit (checkpoint-behind-chain)', async () => {
    await sql('delete from log_checkpoint where tree_size > 450');
    await sql('delete from log_leaf where leaf_index >= 450');
    await sql('delete from anchor where tree_size > 450');
    expect(await lieOf()).toBe('checkpoint-behind-chain');
  });

  it('deleted before it was anchored: audit by one who saw it (rolled-back)', async () => {
    const shown = await noteNow();
    await sql('delete from log_checkpoint where tree_size = 700');
    await sql('delete from log_leaf where leaf_index >= 680');
    expect(await lieOf(seen(shown))).toBe('rolled-back');
  });
});

describe('an anchor is', () => {
  it.each([
    ['re-dated', `update anchor set block_time = block_time - interval '1 day' where tree_size = 450`],
    ['given another root', `update anchor set root = sha256('other') where tree_size = 450`],
    ['given another transaction', `update anchor set tx_hash = '0x' || repeat('0', 64) where tree_size = 450`],
    ['given another predecessor', 'update anchor set previous_size = 0 where tree_size = 450'],
  ])('%s: audit (statement-wrong)', async (_what, statement) => {
    await sql(statement);
    expect(await lieOf()).toBe('statement-wrong');
  });

  it('re-dated under the log’s own signature: audit (statement-wrong)', async () => {
    const anchor = (await statedAnchors())[1]!;
    const blockTime = new Date(Date.parse(anchor.blockTime) - 1_000).toISOString();
    const statement = signStatement(log, { ...anchor, blockTime });
    await sql('update anchor set block_time = $1, statement = $2 where tree_size = 450', [blockTime, statement]);
    expect(await log.audit()).toMatchObject({ lie: { code: 'statement-wrong', evidence: { statement } } });
  });

  it('deleted between two others: audit (statement-missing)', async () => {
    await sql('delete from anchor where tree_size = 450');
    expect(await lieOf()).toBe('statement-missing');
  });

  it('invented under the log’s own signature: audit (statement-not-on-chain)', async () => {
    const last = (await statedAnchors()).at(-1)!;
    const { rows } = await sql('select root from log_checkpoint where tree_size = 700');
    const root = `sha-256:${rows[0].root.toString('base64url')}`;
    const invented = { ...last, treeSize: 700, previousTreeSize: 680, root };
    const columns = 'state, nonce, raw_tx, tx_hash, chain_id, contract, log_id, block_number, block_hash, block_time';
    await sql(
      `insert into anchor (tree_size, previous_size, root, statement, ${columns})
       select 700, 680, $1, $2, ${columns} from anchor where tree_size = 680`,
      [rows[0].root, signStatement(log, invented)],
    );
    expect(await lieOf()).toBe('statement-not-on-chain');
  });
});

describe('an old backup is restored:', () => {
  it('audit (checkpoint-behind-chain), and the worker stops (LedgerFault)', async () => {
    await log.ledger.append(5);
    await log.settle();
    await restore('database');
    expect(await lieOf()).toBe('checkpoint-behind-chain');
    // New events grow another history upon the old one.
    await log.ledger.append(5);
    await expect(log.settle()).rejects.toThrow(LedgerFault);
    expect(await lieOf()).toBe('anchor-root-differs');
  });
});

describe('the log is forked with its own key,', () => {
  it.each([
    ['its anchors as they were', 'statement-wrong', ''],
    ['its anchors denied', 'anchor-root-differs', 'truncate anchor'],
  ])('below its newest anchor, %s: audit (%s), and the worker stops (LedgerFault)', async (_what, code, statement) => {
    await fork(log, edited(10), sizes);
    await sql(statement);
    expect(await lieOf()).toBe(code);
    await expect(log.settle()).rejects.toThrow(LedgerFault);
  });

  it('below its newest anchor, and anchored with the anchoring key: chain refusal', async () => {
    const leaves = edited(10).map((entry) => leafHash(entry, nodeCrypto));
    const root = rootFromLeaves(leaves, nodeCrypto);
    const { contract, anchorer, ledgerChain } = log.ledger;
    const anchor = contract.connect(anchorer).getFunction('anchor');
    const offered = anchor.staticCall(ledgerChain.logId, 700, root, consistencyProof(leaves, 680, nodeCrypto));
    const refusal: unknown = await offered.then(
      () => 'accepted',
      (fault) => (isError(fault, 'CALL_EXCEPTION') ? fault.revert?.name : fault),
    );
    expect(refusal).toBe('LogAnchorInconsistent');
  });

  it('beyond its newest anchor: nothing but those who saw it can tell; audit with state or witness (forked)', async () => {
    const first = await noteNow();
    await fork(log, edited(690), sizes);
    expect(await lieOf()).toBe('clean');
    expect(await lieOf(seen(first))).toBe('forked');
  });

  it('beyond its newest anchor: receipt (forked)', async () => {
    await fork(log, edited(heldAt), sizes);
    withReceipt.receipts[0]!.value = receipt;
    expect(await log.audit(withReceipt)).toMatchObject({
      lie: { code: 'forked', evidence: { signed: receipt.checkpoint, seenAt: 'receipt.json' } },
    });
  });

  it('beyond its newest anchor, and the other branch is anchored: audit by one who saw the first (forked)', async () => {
    const first = await noteNow();
    await fork(log, edited(690), sizes);
    await log.settle();
    expect(await lieOf()).toBe('clean');
    expect(await lieOf(seen(first))).toBe('forked');
  });
});

it('two readers are shown two histories: audit by what the other holds (forked), whichever asks', async () => {
  const toOne = await noteNow();
  expect(await lieOf()).toBe('clean');
  await fork(log, edited(699), sizes);
  const toOther = await noteNow();
  expect(await lieOf()).toBe('clean');
  expect(await lieOf(seen(toOne))).toBe('forked');
  await restore();
  expect(await lieOf(seen(toOther))).toBe('forked');
});

describe('a promised event', () => {
  const promised = promise(Date.now() + 3_600_000);
  const later = () => Date.now() + 3_600_001;
  const question = (clock: () => number): Partial<AuditQuestion> => ({
    trust,
    clock,
    promises: [{ from: 'promise.json', value: promised.promise }],
  });

  it('that is logged keeps its promise', async () => {
    await wait(promised.entry);
    await log.grow();
    expect(await log.audit(question(later))).toMatchObject({ promises: [{ state: 'kept', index: 700 }] });
  });

  it.each([
    ['deleted', 'delete from journal'],
    ['edited', `update journal set entry = sha256('other')`],
  ])('is %s while it waits: promise (pending until its time, then promise-broken)', async (_what, statement) => {
    await wait(promised.entry);
    await sql(statement);
    await log.grow();
    expect(await log.audit(question(Date.now))).toMatchObject({ promises: [{ state: 'pending' }] });
    expect(await log.audit(question(later))).toMatchObject({
      lie: { code: 'promise-broken', evidence: { promise: promised.promise } },
    });
  });

  it('that is no promise of the registry accuses nobody', async () => {
    const altered = { ...promised.promise, loggedBy: '2026-01-01T00:00:00.000Z' };
    const promises = [{ from: 'promise.json', value: altered }];
    await expect(log.audit({ trust, promises })).rejects.toThrow('its signature is wrong');
  });
});
