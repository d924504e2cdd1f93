import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCheckpoint } from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { type AuditQuestion, auditLog } from './audit-log.js';
import { NotCompleted } from './lie.js';
import { entriesOf, type MemoryLog, memoryLog, origin } from './testing/memory-log.js';

const entries = entriesOf(700);
const audit = (log: MemoryLog, change: Partial<AuditQuestion> = {}) =>
  auditLog({
    source: log,
    key: log.key,
    crypto: nodeCrypto,
    clock: Date.now,
    checkpoints: [],
    promises: [],
    receipts: [],
    ...change,
  });
const signed = (log: MemoryLog, size: number, root: Uint8Array) => log.sign(formatCheckpoint({ origin, size, root }));
const seen = (note: string) => ({ checkpoints: [{ from: 'before', value: async () => note }] });

describe(auditLog.name, () => {
  it.each([1, 2, 255, 256, 257, 512, 513, 700])('finds an honest log of %i entries clean', async (size) => {
    const found = await audit(memoryLog(entries.slice(0, size)));
    expect(found).toMatchObject({ entries: size, statements: 0 });
    expect(found.lie).toBeUndefined();
  });

  it('finds any byte of any tile, bundle or checkpoint that is altered, left out or added', async () => {
    const honest = memoryLog(entries);
    const paths = [...honest.pieces.keys()].filter((path) => !path.includes('anchors'));
    const where = fc.record({
      path: fc.constantFrom(...paths),
      place: fc.nat(),
      bit: fc.nat(7),
      how: fc.constantFrom('flip' as const, 'cut' as const, 'add' as const, 'withhold' as const),
    });
    await fc.assert(
      fc.asyncProperty(where, async ({ path, place, bit, how }) => {
        const bytes = honest.pieces.get(path) as Buffer;
        const other = Buffer.from(bytes);
        other[place % bytes.length]! ^= 1 << bit;
        const pieces = new Map(honest.pieces);
        if (how === 'withhold') pieces.delete(path);
        else pieces.set(path, { flip: other, cut: bytes.subarray(0, -1), add: Buffer.concat([bytes, bytes]) }[how]);
        const lying: MemoryLog = { ...honest, pieces, read: async (at, most) => pieces.get(at)?.subarray(0, most + 1) };
        const found = await audit(lying).catch((fault) => {
          // Only of the checkpoint may nothing be known.
          if (fault instanceof NotCompleted && path.includes('checkpoint')) return { lie: fault.name };
          throw fault;
        });
        expect([path, how, found.lie === undefined]).toEqual([path, how, false]);
      }),
      { numRuns: 150 },
    );
  });

  it('takes the full tile or bundle where the log outgrew the partial one, and judges its whole length', async () => {
    const log = memoryLog(entries.slice(0, 700));
    const larger = memoryLog(entriesOf(768));
    for (const [path, bytes] of [...log.pieces]) {
      const whole = path.replace(/\.p\/\d+$/, '');
      if (whole === path || !larger.pieces.has(whole)) continue;
      log.pieces.delete(path);
      log.pieces.set(whole, larger.pieces.get(whole) as Buffer);
      expect(bytes).toEqual((larger.pieces.get(whole) as Buffer).subarray(0, bytes.length));
    }
    expect(log.pieces.has('/log/tile/entries/002')).toBe(true);
    expect((await audit(log)).lie).toBeUndefined();
    log.pieces.set(
      '/log/tile/entries/002',
      Buffer.concat([larger.pieces.get('/log/tile/entries/002')!, Buffer.alloc(1)]),
    );
    expect((await audit(log)).lie?.code).toBe('entries-malformed');
  });

  it('says both notes when a smaller or another tree is served than was signed before', async () => {
    const log = memoryLog(entries);
    const before = memoryLog(entries.slice(0, 300));
    expect((await audit(log, seen(signed(log, 300, before.root)))).lie).toBeUndefined();
    const other = signed(log, 300, new Uint8Array(32));
    const now = (log.pieces.get('/log/checkpoint') as Buffer).toString();
    expect((await audit(log, seen(other))).lie).toMatchObject({
      code: 'forked',
      evidence: { signed: other, newest: now, seenAt: 'before' },
    });
    const larger = signed(log, 701, new Uint8Array(32));
    expect((await audit(log, seen(larger))).lie).toMatchObject({
      code: 'rolled-back',
      evidence: { signed: larger, newest: now },
    });
  });

  it('accuses nobody by a checkpoint, receipt or promise that the log did not sign', async () => {
    const log = memoryLog(entries);
    const foreign = memoryLog(entries);
    await expect(audit(log, seen(signed(foreign, 300, foreign.root)))).rejects.toThrow(NotCompleted);
    for (const value of [null, {}, { event: 1 }]) {
      await expect(audit(log, { receipts: [{ from: 'r', value }] })).rejects.toThrow('r is no receipt of this log');
      await expect(audit(log, { promises: [{ from: 'p', value }] })).rejects.toThrow(NotCompleted);
    }
  });

  it('ends soon at a tree that nobody could serve', async () => {
    const log = memoryLog(entries);
    const claim = signed(log, Number.MAX_SAFE_INTEGER, log.root);
    log.pieces.set('/log/checkpoint', Buffer.from(claim));
    expect((await audit(log)).lie?.code).toBe('log-withheld');
  });

  it.each(['', 'null', '[]', '{"items":[]}', '{"items":[1],"next":null}', '{"items":[],"next":"0"}', '{"items":'])(
    'does not complete when the anchors are %p',
    async (text) => {
      const log = memoryLog(entries);
      log.pieces.set('/log/anchors?after=0', Buffer.from(text));
      await expect(audit(log)).rejects.toThrow(NotCompleted);
    },
  );
});
