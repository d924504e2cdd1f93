import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Contract, encodeBytes32String, type HDNodeWallet } from 'ethers';
import fc from 'fast-check';
import { connectTestChain, type TestChain } from '../../test/support/chain.js';
import type { TrustList } from '../core/index.js';
import { deployContracts } from './deploy-contracts.js';
import { issuerRegistryAbi } from './generated/issuer-registry.js';
import { type ChainRight, issuerChanges } from './issuer-changes.js';
import { publishIssuers } from './publish-issuers.js';

type Authority = TrustList['authorities'][number];
const creditCode = '11320482014138860P';
const typeCode = '11100000000013338W011';
const rfc = (seconds: number) => new Date(seconds * 1000).toISOString();
const nobody: Omit<Authority, 'certificates' | 'rights'> = {
  creditCode,
  name: { 'zh-CN': '机关', en: 'Office' },
  issuer: 'https://example/issuers/1',
};
const certificate = (
  name: string,
  from: number,
  until: number,
  compromisedAt?: number,
): Authority['certificates'][number] => ({
  thumbprint: `sha-256:${createHash('sha256').update(name).digest('base64url')}`,
  publicKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  notBefore: rfc(from),
  notAfter: rfc(until),
  ...(compromisedAt === undefined ? {} : { compromisedAt: rfc(compromisedAt) }),
});
const year = 31_536_000;

describe(publishIssuers.name, () => {
  let chain: TestChain;
  let [admin, registrar, keyKeeper] = [] as unknown as HDNodeWallet[];
  let issuerRegistry: string;
  let contract: Contract;
  let now: number;
  beforeAll(async () => {
    chain = connectTestChain();
    [admin, registrar, keyKeeper] = await Promise.all([1, 2, 3].map(() => chain.fundedAccount()));
    const deployed = await deployContracts({
      provider: chain.provider,
      admin: admin!,
      registrar: registrar!,
      keyKeeper: keyKeeper!.address,
      anchorer: admin!.address,
    });
    issuerRegistry = deployed.issuerRegistry;
    contract = new Contract(issuerRegistry, issuerRegistryAbi, chain.provider);
    now = Math.floor(Date.now() / 1000);
  });
  afterAll(() => chain.close());

  const publish = (authority: Pick<Authority, 'certificates' | 'rights'>) =>
    publishIssuers({
      provider: chain.provider,
      registrar: registrar!,
      keyKeeper: keyKeeper!,
      issuerRegistry,
      list: { authorities: [{ ...nobody, ...authority }] },
    });
  const nothing = { rightEnds: [], rights: [], keyEnds: [], keys: [], compromises: [] };
  const may = (time: number) =>
    contract.getFunction('mayIssue')(encodeBytes32String(creditCode), encodeBytes32String(typeCode), time);

  it('writes what the list says, and a second time nothing', async () => {
    const rights = [
      { typeCode, from: rfc(now - 3 * year), until: rfc(now - 2 * year) },
      { typeCode, from: rfc(now - year) },
    ];
    const list = { rights, certificates: [certificate('a', now - year, now + year)] };
    const changes = await publish(list);
    expect([changes.rights.length, changes.keys.length]).toEqual([2, 1]);
    expect(await Promise.all([-2.5, -1.5, -0.5, 5].map((at) => may(Math.floor(now + at * year))))).toEqual([
      true,
      false,
      true,
      true,
    ]);
    const nonces = await Promise.all([registrar!.getNonce(), keyKeeper!.getNonce()]);
    expect(await publish(list)).toEqual(nothing);
    expect(await Promise.all([registrar!.getNonce(), keyKeeper!.getNonce()])).toEqual(nonces);
  });

  it('moves an end, reports a compromise, and ends what the list no longer names, from now on and not before', async () => {
    const shorter = {
      rights: [{ typeCode, from: rfc(now - year), until: rfc(now + year) }],
      certificates: [certificate('a', now - year, now + year, now - 50), certificate('b', now, now + year)],
    };
    const changes = await publish(shorter);
    expect(changes.rightEnds).toEqual([{ id: 1, until: now + year }]);
    expect(changes.compromises).toHaveLength(1);
    expect(await publish(shorter)).toEqual(nothing);
    const gone = await publish({ rights: [], certificates: [] });
    expect([gone.rightEnds.length, gone.keyEnds.length]).toEqual([1, 2]);
    expect(await may(now)).toBe(true);
    expect(await may(now + 1000)).toBe(false);
    expect(await publish({ rights: [], certificates: [] })).toEqual(nothing);
  });
});

describe(issuerChanges.name, () => {
  const period = fc.tuple(
    fc.integer({ min: 1, max: 60 }),
    fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  );
  const lists = fc.array(fc.array(period, { maxLength: 4 }), { minLength: 1, maxLength: 5 });

  it('after any history of lists the chain says of the future what the last list says, and never changes its past', () => {
    fc.assert(
      fc.property(lists, (history) => {
        const rights: ChainRight[] = [];
        const allows = (time: number) =>
          rights.some(({ from, until }) => time >= from && (until === 0 || time < until));
        history.forEach((periods, step) => {
          const soonest = 10 + step * 10;
          const wanted = periods.map(([from, length]) => ({
            typeCode,
            from: rfc(from),
            ...(length === undefined ? {} : { until: rfc(from + length) }),
          }));
          const list = { authorities: [{ ...nobody, certificates: [], rights: wanted }] };
          const before = Array.from({ length: soonest }, (_, time) => allows(time));
          const changes = issuerChanges(list, { rights, keys: [] }, soonest);
          for (const { id, until } of changes.rightEnds) {
            expect(until === 0 || until >= soonest).toBe(true);
            rights[id] = { ...(rights[id] as ChainRight), until };
          }
          for (const right of changes.rights) rights.push({ ...right, id: rights.length });
          const times = Array.from({ length: 120 }, (_, time) => time);
          const lost = times.filter((time) => before[time] && !allows(time));
          const inList = (time: number) =>
            periods.some(([from, length]) => time >= from && (length === undefined || time < from + length));
          const wrong = times.filter((time) => time >= soonest && allows(time) !== inList(time));
          const ends = rights.map(({ until }) => until || Number.POSITIVE_INFINITY);
          const overlapping = rights.filter((a, at) =>
            rights.some(
              ({ from }, other) =>
                other > at && from < ends[at]! && a.from < ends[other]! && from < ends[other]! && a.from < ends[at]!,
            ),
          );
          expect({ lost, wrong, overlapping }).toEqual({ lost: [], wrong: [], overlapping: [] });
          expect(issuerChanges(list, { rights, keys: [] }, soonest)).toMatchObject({ rightEnds: [], rights: [] });
        });
      }),
      { numRuns: 300 },
    );
  });
});
