import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Contract, ContractFactory, encodeBytes32String, id, type JsonRpcSigner, ZeroHash } from 'ethers';
import { issuerRegistryAbi, issuerRegistryBytecode } from '../src/attestation/generated/issuer-registry.js';
import { startAnvil, type TestChain } from './testing/anvil.js';
import { type Talk, talkTo } from './testing/talk.js';

const authority = encodeBytes32String('11320482014138860P');
const other = encodeBytes32String('11430000006122244L');
const type = encodeBytes32String('11100000000013338W011');
const key = id('certificate');
const year = 31_536_000;

describe('IssuerRegistry', () => {
  let chain: TestChain;
  let contract: Contract;
  let f: Talk;
  let snapshot: string;
  let now: number;
  let [admin, registrar, keeper, pauser, stranger] = [] as unknown as JsonRpcSigner[];
  const as = (signer: JsonRpcSigner | undefined) => signer as JsonRpcSigner;
  beforeAll(async () => {
    chain = await startAnvil();
    [admin, registrar, keeper, pauser, stranger] = await Promise.all(
      [0, 1, 2, 3, 4].map((n) => chain.provider.getSigner(n)),
    );
    const roles = [admin, registrar, keeper, pauser].map((account) => as(account).address);
    contract = (await new ContractFactory(issuerRegistryAbi, issuerRegistryBytecode, admin).deploy(
      3600,
      ...roles,
    )) as Contract;
    await chain.mine();
    f = talkTo(chain, contract);
    now = (await chain.provider.getBlock('latest'))?.timestamp as number;
    snapshot = await chain.provider.send('evm_snapshot', []);
  });
  beforeEach(async () => {
    await chain.provider.send('evm_revert', [snapshot]);
    snapshot = await chain.provider.send('evm_snapshot', []);
  });
  afterAll(async () => chain.kill());

  const grant = (from: number, until: number) =>
    f.send(as(registrar), 'grantRights', [[[authority, type, from, until]]]);
  const grantOutcome = (from: number, until: number, who = authority) =>
    f.outcome(as(registrar), 'grantRights', [[[who, type, from, until]]]);
  const mayIssue = (time: number, who = authority) => f.read('mayIssue', [who, type, time]);
  const addKey = (from = now - year, until = now + year) =>
    f.send(as(keeper), 'addKeys', [[[authority, key, from, until]]]);
  const keyValid = (time: number, who = authority) => f.read('keyValid', [who, key, time]);

  it('lets each role do its own acts alone', async () => {
    await grant(now, 0);
    await addKey();
    const acts: [string, unknown[], JsonRpcSigner][] = [
      ['grantRights', [[[other, type, now, 0]]], as(registrar)],
      ['changeRightEnd', [0, now + year], as(registrar)],
      ['addKeys', [[[other, id('another'), now, 0]]], as(keeper)],
      ['changeKeyEnd', [key, now + 2 * year], as(keeper)],
      ['reportCompromise', [key, now - 10], as(keeper)],
      ['pause', [], as(pauser)],
    ];
    for (const [method, args, holder] of acts) {
      for (const account of [admin, registrar, keeper, pauser, stranger]) {
        const wanted = account === holder ? 'accepted' : 'AccessControlUnauthorizedAccount';
        expect([method, await f.outcome(as(account), method, args)]).toEqual([method, wanted]);
      }
    }
    expect(await f.outcome(as(registrar), 'retire', [await contract.getAddress()])).toBe(
      'AccessControlUnauthorizedAccount',
    );
  });

  it('answers for the period alone: from its first second to before its end', async () => {
    await grant(now - year, now + year);
    const answers = [now - year - 1, now - year, now + year - 1, now + year].map((time) => mayIssue(time));
    expect(await Promise.all(answers)).toEqual([false, true, true, false]);
    expect(await mayIssue(now, other)).toBe(false);
    await f.send(as(registrar), 'grantRights', [[[other, type, now, 0]]]);
    expect(await mayIssue(now + 1000 * year, other)).toBe(true);
  });

  it('refuses empty names, empty periods and periods that overlap', async () => {
    await grant(now, now + year);
    expect(await grantOutcome(now, 0, ZeroHash)).toBe('IssuerRegistryZeroName');
    expect(await grantOutcome(now + 5 * year, now + 5 * year)).toBe('IssuerRegistryEmptyPeriod');
    expect(await grantOutcome(now + year - 1, 0)).toBe('IssuerRegistryOverlap');
    expect(await grantOutcome(now - year, now + 1)).toBe('IssuerRegistryOverlap');
    expect(await grantOutcome(now - year, 0)).toBe('IssuerRegistryOverlap');
    expect(await grantOutcome(now + year, 0)).toBe('accepted');
    expect(await grantOutcome(now - year, now)).toBe('accepted');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [1, 0])).toBe('IssuerRegistryUnknownRight');
    await grant(now + year, 0);
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, now + year + 1])).toBe('IssuerRegistryOverlap');
  });

  it('does not rewrite what was: no end in the past, none moved after it came, all of it readable', async () => {
    await grant(now - year, now + 1000);
    const end = (until: number) => f.outcome(as(registrar), 'changeRightEnd', [0, until]);
    expect(await end(now - 1)).toBe('IssuerRegistryEndInPast');
    expect(await end(now - 2 * year)).toBe('IssuerRegistryEndInPast');
    await chain.provider.send('evm_setNextBlockTimestamp', [now + 1000]);
    await chain.mine();
    for (const until of [0, now + year, now + 2000]) expect(await end(until)).toBe('IssuerRegistryEnded');
    expect(await mayIssue(now)).toBe(true);
    expect(await mayIssue(now + 1000)).toBe(false);
    await grant(now + 1000, 0);
    const page = (await f.read('rights', [0, 10])) as { from: bigint; until: bigint; recordedAt: bigint }[];
    expect(page.map(({ from, until }) => [Number(from), Number(until)])).toEqual([
      [now - year, now + 1000],
      [now + 1000, 0],
    ]);
    // A grant for the past says when it was really written.
    expect(Number(page[0]?.recordedAt)).toBeGreaterThanOrEqual(now);
    expect(await f.read('rightIdsOf', [authority, type])).toEqual([0n, 1n]);
    expect(await f.read('rights', [1, 10])).toHaveLength(1);
    expect(await f.read('rights', [2, 10])).toEqual([]);
    expect(await f.read('rightCount')).toBe(2n);
  });

  it('takes a right back that has not begun, and leaves its place free', async () => {
    await grant(now + year, 0);
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, now + year - 1])).toBe('IssuerRegistryEmptyPeriod');
    await f.send(as(registrar), 'changeRightEnd', [0, now + year]);
    expect(await mayIssue(now + 2 * year)).toBe(false);
    expect(await grantOutcome(now, 0)).toBe('accepted');
  });

  it('believes a key for its own authority, within its period, until it was compromised', async () => {
    await addKey();
    expect(await keyValid(now)).toBe(true);
    expect(await keyValid(now, other)).toBe(false);
    expect(await keyValid(now + year)).toBe(false);
    expect(await f.read('keyValid', [authority, id('unknown'), now])).toBe(false);
    await f.send(as(keeper), 'reportCompromise', [key, now - 100]);
    const answers = [now - 101, now - 100, now].map((time) => keyValid(time));
    expect(await Promise.all(answers)).toEqual([true, false, false]);
  });

  it('never makes a compromised key good again, nor gives one to two authorities', async () => {
    await addKey();
    await f.send(as(keeper), 'reportCompromise', [key, now - 100]);
    const report = (since: number) => f.outcome(as(keeper), 'reportCompromise', [key, since]);
    for (const since of [0, now - 100, now - 99, now + year])
      expect(await report(since)).toBe('IssuerRegistryInvalidCompromise');
    expect(await report(now - 200)).toBe('accepted');
    for (const who of [authority, other]) {
      expect(await f.outcome(as(keeper), 'addKeys', [[[who, key, now, 0]]])).toBe('IssuerRegistryKeyExists');
    }
    expect(await f.outcome(as(keeper), 'reportCompromise', [id('unknown'), now])).toBe('IssuerRegistryUnknownKey');
    expect(await f.outcome(as(keeper), 'changeKeyEnd', [key, now - 1])).toBe('IssuerRegistryEndInPast');
    const [entry] = (await f.read('keys', [0, 5])) as { thumbprint: string; compromisedAt: bigint }[];
    expect([entry?.thumbprint, Number(entry?.compromisedAt)]).toEqual([key, now - 100]);
    expect(await f.read('keyOf', [key])).toEqual(entry);
  });

  it('paused: nothing is given, taking away and reading go on, and the pauser can’t end it', async () => {
    await grant(now, now + year);
    await addKey();
    await f.send(as(pauser), 'pause', []);
    expect(await grantOutcome(now, 0, other)).toBe('EnforcedPause');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, now + 2 * year])).toBe('EnforcedPause');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, 0])).toBe('EnforcedPause');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, now + 1000])).toBe('accepted');
    expect(await f.outcome(as(keeper), 'addKeys', [[[other, id('k'), now, 0]]])).toBe('EnforcedPause');
    expect(await f.outcome(as(keeper), 'changeKeyEnd', [key, 0])).toBe('EnforcedPause');
    expect(await f.outcome(as(keeper), 'reportCompromise', [key, now - 5])).toBe('accepted');
    expect([await mayIssue(now), await keyValid(now)]).toEqual([true, true]);
    expect(await f.outcome(as(pauser), 'unpause', [])).toBe('AccessControlUnauthorizedAccount');
    await f.send(as(admin), 'unpause', []);
    expect(await grantOutcome(now, 0, other)).toBe('accepted');
  });

  it('retired: gives nothing any more, and still takes away', async () => {
    await grant(now, now + year);
    await addKey();
    const next = await new ContractFactory(issuerRegistryAbi, issuerRegistryBytecode, admin).deploy(
      ...[3600, ...Array(4).fill(as(admin).address)],
    );
    await chain.mine();
    await f.send(as(admin), 'retire', [await next.getAddress()]);
    expect(await f.read('successor')).toBe(await next.getAddress());
    expect(await grantOutcome(now, 0, other)).toBe('ContractRetired');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, 0])).toBe('ContractRetired');
    expect(await f.outcome(as(keeper), 'addKeys', [[[other, id('k'), now, 0]]])).toBe('ContractRetired');
    expect(await f.outcome(as(registrar), 'changeRightEnd', [0, now + 1000])).toBe('accepted');
    expect(await f.outcome(as(keeper), 'reportCompromise', [key, now - 5])).toBe('accepted');
  });

  it('tells each act by an event', async () => {
    const named = async (sent: Promise<{ logs: readonly unknown[] }>) =>
      (await sent).logs
        .map((log) => contract.interface.parseLog(log as never))
        .map((event) => [event?.name, ...(event?.args ?? [])]);
    const [from, until] = [BigInt(now), BigInt(now + year)];
    expect(await named(grant(now, now + year))).toEqual([['RightGranted', 0n, authority, type, from, until]]);
    expect(await named(f.send(as(registrar), 'changeRightEnd', [0, 0]))).toEqual([['RightEndChanged', 0n, until, 0n]]);
    expect(await named(addKey(now, now + year))).toEqual([['KeyAdded', authority, key, from, until]]);
    expect(await named(f.send(as(keeper), 'changeKeyEnd', [key, 0]))).toEqual([['KeyEndChanged', key, until, 0n]]);
    expect(await named(f.send(as(keeper), 'reportCompromise', [key, now]))).toEqual([
      ['KeyCompromised', authority, key, from],
    ]);
  });
});
