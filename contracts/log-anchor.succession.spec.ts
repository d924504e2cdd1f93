import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AbiCoder, Contract, id, ZeroAddress, ZeroHash } from 'ethers';
import { logAnchorAbi, logAnchorBytecode } from '../src/attestation/generated/log-anchor.js';
import { firstLogAnchorBytecode } from './testing/first-log-anchor.js';
import { adminDelay, type LogAnchorFixture, logId, otherLogId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { consistencyOf, leafOf, pathOf, rootOf } from './testing/reference-tree.js';
import { type Talk, talkTo } from './testing/talk.js';

const leaves = Array.from({ length: 40 }, (_, index) => leafOf(`entry ${index}`));
const forged = leaves.with(2, leafOf('rewritten'));
const root = (size: number, of = leaves) => rootOf(of.slice(0, size));
const hex = (bytes: Buffer) => `0x${bytes.toString('hex')}`;
const proof = (old: number, size: number, of = leaves) => consistencyOf(old, of.slice(0, size));

describe('LogAnchor: a log goes on in the contract that succeeds', () => {
  let f: LogAnchorFixture;
  let next: Talk & { address: string };
  const deploy = async (
    code = logAnchorBytecode,
    args: unknown[] = [adminDelay, f.admin.address, f.registrar.address],
  ) => {
    const created = [...'uint48 address address'.split(' ')].slice(0, args.length);
    const encoded = AbiCoder.defaultAbiCoder().encode(created, args).slice(2);
    const sent = await f.admin.sendTransaction({ data: code + encoded });
    await f.chain.mine();
    const address = (await f.chain.provider.getTransactionReceipt(sent.hash))?.contractAddress as string;
    return { ...talkTo(f.chain, new Contract(address, logAnchorAbi, f.chain.provider)), address };
  };
  const sizes = [1, 2, 5, 6, 9, 12];
  beforeAll(async () => {
    f = await startLogAnchor();
    next = await deploy();
    for (const [at, size] of sizes.entries()) {
      const from = sizes[at - 1];
      await f.send(f.anchorer, 'anchor', [logId, size, root(size), from ? proof(from, size) : []]);
    }
  });
  afterAll(async () => f.chain.kill());
  const continued = (predecessor: string, by = f.registrar, log = logId) =>
    next.outcome(by, 'continueLog', [predecessor, log, f.anchorer.address]);

  it('reads every checkpoint that it ever took, and no other', async () => {
    for (const size of sizes) expect(await f.read('rootAt', [logId, size])).toBe(hex(root(size)));
    for (const size of [0, 3, 13]) expect(await f.read('rootAt', [logId, size])).toBe(`0x${'0'.repeat(64)}`);
    expect(await f.read('rootAt', [otherLogId, 12])).toBe(`0x${'0'.repeat(64)}`);
  });

  it('takes a size of 64 bits, and no smaller one after it', async () => {
    const many = await deploy();
    await many.send(f.registrar, 'registerLog', [id('large'), f.admin.address]);
    const huge = 2n ** 64n - 1n;
    await many.send(f.admin, 'anchor', [id('large'), huge, root(3), []]);
    expect(await many.read('latest', [id('large')])).toEqual([huge, hex(root(3))]);
    expect(await many.outcome(f.admin, 'anchor', [id('large'), 0, root(3), []])).toBe('LogAnchorNotLarger');
  });

  it('is not continued while it is in use: it would grow in two places', async () => {
    expect(await continued(await f.contract.getAddress())).toBe('LogAnchorNotSuccessor');
  });

  it('is retired by the admin alone, for a contract that is there', async () => {
    for (const caller of [f.registrar, f.anchorer, f.stranger]) {
      expect(await f.outcome(caller, 'retire', [next.address])).toBe('AccessControlUnauthorizedAccount');
    }
    for (const nowhere of [ZeroAddress, f.stranger.address, await f.contract.getAddress()]) {
      expect(await f.outcome(f.admin, 'retire', [nowhere])).toBe('ContractInvalidSuccessor');
    }
  });

  it('takes nothing after it was retired, by an error of its own; reading goes on', async () => {
    const receipt = await f.send(f.admin, 'retire', [next.address]);
    const event = f.contract.interface.parseLog(receipt.logs[0] as never);
    expect([event?.name, event?.args.toArray()]).toEqual(['Retired', [next.address]]);
    expect(await f.read('successor')).toBe(next.address);
    expect(await f.outcome(f.anchorer, 'anchor', [logId, 20, root(20), proof(12, 20)])).toBe('ContractRetired');
    expect(await f.outcome(f.registrar, 'registerLog', [id('new'), f.stranger.address])).toBe('ContractRetired');
    expect(await f.outcome(f.admin, 'retire', [await f.contract.getAddress()])).toBe('ContractRetired');
    expect(await f.read('latest', [logId])).toEqual([12n, hex(root(12))]);
    const included = await f.read('verifyInclusion', [logId, 12, 3, leaves[3], pathOf(3, leaves.slice(0, 12))]);
    expect(included).toBe(true);
  });

  it('is continued by a registrar of the successor alone, and only from its own predecessor', async () => {
    const old = await f.contract.getAddress();
    for (const caller of [f.admin, f.anchorer, f.stranger]) {
      expect(await continued(old, caller)).toBe('AccessControlUnauthorizedAccount');
    }
    expect(await continued(old, f.registrar, otherLogId)).toBe('LogAnchorNothingToContinue');
    expect(await continued(old, f.registrar, id('never'))).toBe('LogAnchorUnknownLog');
    const another = await deploy();
    const elsewhere = await another.outcome(f.registrar, 'continueLog', [old, logId, f.anchorer.address]);
    expect(elsewhere).toBe('LogAnchorNotSuccessor');
  });

  it('goes on from the last checkpoint: only a proven extension of it is accepted', async () => {
    const old = await f.contract.getAddress();
    const receipt = await next.send(f.registrar, 'continueLog', [old, logId, f.anchorer.address]);
    const events = receipt.logs.map((log) => f.contract.interface.parseLog(log as never));
    expect(events.map((event) => event?.name)).toEqual(['LogRegistered', 'LogContinued']);
    expect(events[1]?.args.toArray()).toEqual([logId, old, 12n, hex(root(12))]);
    expect(await next.read('predecessorOf', [logId])).toBe(old);
    expect(await next.read('predecessorOf', [otherLogId])).toBe(ZeroAddress);
    expect(await next.read('latest', [logId])).toEqual([12n, hex(root(12))]);
    expect(await next.read('rootAt', [logId, 9])).toBe(ZeroHash);
    expect(await continued(old)).toBe('LogAnchorAlreadyRegistered');

    const offer = (size: number, of: Buffer[], nodes: Buffer[]) =>
      next.outcome(f.anchorer, 'anchor', [logId, size, root(size, of), nodes]);
    expect(await offer(20, forged, proof(12, 20, forged))).toBe('LogAnchorInconsistent');
    expect(await offer(20, leaves, [])).toBe('LogAnchorInconsistent');
    expect(await offer(9, leaves, [])).toBe('LogAnchorNotLarger');
    await next.send(f.anchorer, 'anchor', [logId, 20, root(20), proof(12, 20)]);
    expect(await next.read('rootAt', [logId, 12])).toBe(hex(root(12)));
    expect(await next.read('rootAt', [logId, 20])).toBe(hex(root(20)));
  });

  it('can’t continue from a first contract, which knows no successor and so can’t be frozen', async () => {
    const first = await deploy(firstLogAnchorBytecode, [adminDelay, f.admin.address]);
    await first.send(f.admin, 'registerLog', [id('old'), f.anchorer.address]);
    await first.send(f.anchorer, 'anchor', [id('old'), 4, root(4), []]);
    expect(await continued(first.address, f.registrar, id('old'))).toContain('no custom error');
  });
});
