import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { id, ZeroAddress, ZeroHash } from 'ethers';
import { adminDelay, type LogAnchorFixture, logId, otherLogId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { consistencyOf, leafOf, pathOf, rootOf } from './testing/reference-tree.js';

const leaves = Array.from({ length: 20 }, (_, index) => leafOf(`entry ${index}`));
const root = (size: number) => rootOf(leaves.slice(0, size));
const proof = (old: number, size: number) => consistencyOf(old, leaves.slice(0, size));

describe('LogAnchor: who may do what, and what is on record', () => {
  let f: LogAnchorFixture;
  beforeAll(async () => {
    f = await startLogAnchor();
  });
  afterAll(async () => f.chain.kill());

  it('lets the registrar alone register a log or move the right to anchor', async () => {
    for (const method of ['registerLog', 'changeAnchorer']) {
      for (const caller of [f.stranger, f.anchorer, f.admin]) {
        expect(await f.outcome(caller, method, [logId, caller.address])).toBe('AccessControlUnauthorizedAccount');
      }
    }
  });

  it('refuses a second registration, an unknown log and a zero anchorer', async () => {
    expect(await f.outcome(f.registrar, 'registerLog', [logId, f.stranger.address])).toBe('LogAnchorAlreadyRegistered');
    expect(await f.outcome(f.registrar, 'registerLog', [id('new'), ZeroAddress])).toBe('LogAnchorZeroAnchorer');
    expect(await f.outcome(f.registrar, 'changeAnchorer', [logId, ZeroAddress])).toBe('LogAnchorZeroAnchorer');
    expect(await f.outcome(f.registrar, 'changeAnchorer', [id('new'), f.stranger.address])).toBe('LogAnchorUnknownLog');
    expect(await f.outcome(f.anchorer, 'anchor', [id('new'), 1, root(1), []])).toBe('LogAnchorUnknownLog');
    expect(await f.outcome(f.anchorer, 'latest', [id('new')])).toBe('LogAnchorUnknownLog');
  });

  it("refuses a stranger, the admin and another log's anchorer", async () => {
    for (const caller of [f.stranger, f.admin, f.registrar, f.otherAnchorer]) {
      expect(await f.outcome(caller, 'anchor', [logId, 3, root(3), []])).toBe('LogAnchorNotAnchorer');
    }
  });

  it('records each checkpoint with its event, the latest and the historic ones', async () => {
    expect(await f.contract.getFunction('latest')(logId)).toEqual([0n, ZeroHash]);
    const sizes = [3, 8, 20];
    for (const [at, size] of sizes.entries()) {
      const previous = sizes[at - 1] ?? 0;
      const receipt = await f.send(f.anchorer, 'anchor', [
        logId,
        size,
        root(size),
        previous ? proof(previous, size) : [],
      ]);
      expect(receipt.logs).toHaveLength(1);
      const event = f.contract.interface.parseLog(receipt.logs[0] as never);
      expect(event?.name).toBe('Anchored');
      expect(event?.args.toArray()).toEqual([logId, BigInt(size), `0x${root(size).toString('hex')}`, BigInt(previous)]);
    }
    expect(await f.contract.getFunction('latest')(logId)).toEqual([20n, `0x${root(20).toString('hex')}`]);
    expect(await f.contract.getFunction('rootAt')(logId, 8)).toBe(`0x${root(8).toString('hex')}`);
    expect(await f.contract.getFunction('rootAt')(logId, 9)).toBe(ZeroHash);
    expect(await f.contract.getFunction('latest')(otherLogId)).toEqual([0n, ZeroHash]);
  });

  it('tells whether a leaf is in an anchored checkpoint, and refuses a size that was never anchored', async () => {
    const included = f.contract.getFunction('verifyInclusion');
    const path = pathOf(5, leaves.slice(0, 8));
    expect(await included(logId, 8, 5, leaves[5], path)).toBe(true);
    expect(await included(logId, 8, 4, leaves[5], path)).toBe(false);
    expect(await included(logId, 8, 5, leaves[6], path)).toBe(false);
    expect(await included(logId, 8, 5, leaves[5], path.slice(1))).toBe(false);
    expect(await included(logId, 8, 5, leaves[5], [...path, path[0]])).toBe(false);
    // Index 8 has the turns of index 0, and an inner node with the rest of a path leads to the root too.
    expect(await included(logId, 8, 8, leaves[0], pathOf(0, leaves.slice(0, 8)))).toBe(false);
    expect(await included(logId, 8, 0, root(2), pathOf(0, leaves.slice(0, 8)).slice(1))).toBe(false);
    expect(await included(logId, 20, 5, leaves[5], path)).toBe(false);
    expect(await f.outcome(f.stranger, 'verifyInclusion', [logId, 9, 5, leaves[5], path])).toBe(
      'LogAnchorUnknownCheckpoint',
    );
    expect(await f.outcome(f.stranger, 'verifyInclusion', [otherLogId, 8, 5, leaves[5], path])).toBe(
      'LogAnchorUnknownCheckpoint',
    );
  });

  it('moves the right to anchor, and the former anchorer loses it at once', async () => {
    await f.send(f.registrar, 'changeAnchorer', [otherLogId, f.stranger.address]);
    expect(await f.contract.getFunction('anchorerOf')(otherLogId)).toBe(f.stranger.address);
    expect(await f.outcome(f.otherAnchorer, 'anchor', [otherLogId, 1, root(1), []])).toBe('LogAnchorNotAnchorer');
    expect(await f.outcome(f.stranger, 'anchor', [otherLogId, 1, root(1), []])).toBe('accepted');
  });

  it('hands the admin role over in two steps and not before the delay', async () => {
    const role = await f.contract.getFunction('DEFAULT_ADMIN_ROLE')();
    expect(await f.outcome(f.admin, 'grantRole', [role, f.stranger.address])).toBe(
      'AccessControlEnforcedDefaultAdminRules',
    );
    await f.send(f.admin, 'beginDefaultAdminTransfer', [f.stranger.address]);
    expect(await f.outcome(f.stranger, 'acceptDefaultAdminTransfer', [])).toBe(
      'AccessControlEnforcedDefaultAdminDelay',
    );
    await f.chain.provider.send('evm_increaseTime', [adminDelay + 1]);
    await f.chain.mine();
    expect(await f.outcome(f.anchorer, 'acceptDefaultAdminTransfer', [])).toBe('AccessControlInvalidDefaultAdmin');
    await f.send(f.stranger, 'acceptDefaultAdminTransfer', []);
    expect(await f.contract.getFunction('defaultAdmin')()).toBe(f.stranger.address);
    const registrarRole = await f.read('REGISTRAR_ROLE');
    expect(await f.outcome(f.admin, 'grantRole', [registrarRole, f.admin.address])).toBe(
      'AccessControlUnauthorizedAccount',
    );
    await f.send(f.stranger, 'revokeRole', [registrarRole, f.registrar.address]);
    expect(await f.outcome(f.registrar, 'registerLog', [id('new'), f.stranger.address])).toBe(
      'AccessControlUnauthorizedAccount',
    );
  });
});
