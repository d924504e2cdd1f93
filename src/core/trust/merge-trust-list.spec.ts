import { describe, expect, it } from '@jest/globals';
import { codeA, newSigner, World } from '../verification/testing/world.js';
import { mergeTrustList } from './merge-trust-list.js';
import type { ListedAuthority, TrustList } from './trust-list.js';

const w = new World();
const now = Date.parse('2026-04-01T00:00:00.000Z');
const nowText = '2026-04-01T00:00:00.000Z';
const [a, b] = w.list.authorities as [ListedAuthority, ListedAuthority];
const merge = (change: Partial<TrustList>, previous: TrustList | undefined = w.list, at = now) =>
  mergeTrustList(previous, { ...w.list, number: w.list.number + 1, ...change }, at);

describe(mergeTrustList.name, () => {
  it('leaves a first list and an unchanged one as they are', () => {
    expect(mergeTrustList(undefined, w.list, now)).toBe(w.list);
    expect(JSON.stringify(merge({}))).toBe(JSON.stringify({ ...w.list, number: 5 }));
  });

  it.each(['status', 'promise'] as const)('ends a %s key that was replaced, and keeps it', (use) => {
    const key = { use, keyId: `${use}-2`, publicKey: newSigner().jwk, from: nowText };
    const others = w.list.keys.filter((one) => one.use !== use);
    const keys = [...others, key];
    const { keys: merged } = merge({ keys });
    expect(merged.find(({ keyId }) => keyId === `${use}-1`)).toMatchObject({ until: nowText });
    expect(merged.find(({ keyId }) => keyId === `${use}-2`)).toEqual(key);
    const later = merge({ keys }, merge({ keys }), now + 60_000);
    expect(later.keys).toEqual(merged);
  });

  it('ends a key for carriers when it is replaced, though its certificate would go on', () => {
    const carrier = (until: string) => {
      const { jwk, thumbprint } = newSigner();
      const keyId = thumbprint.slice('sha-256:'.length);
      return {
        use: 'carrier' as const,
        keyId,
        publicKey: jwk,
        from: '2026-01-01T00:00:00Z',
        until,
        certificate: thumbprint,
      };
    };
    const [ended, running, fresh] = ['2026-03-01T00:00:00Z', '2029-01-01T00:00:00Z', '2029-04-01T00:00:00Z'].map(
      carrier,
    );
    const previous = { ...w.list, keys: [...w.list.keys, ended!, running!] };
    const merged = merge({ keys: [...w.list.keys, fresh!] }, previous);
    expect(merged.keys.slice(2)).toEqual([ended, { ...running, until: nowText }, fresh]);
    expect(merge({ keys: [...w.list.keys, fresh!] }, merged, now + 1_000).keys).toEqual(merged.keys);
  });

  it('keeps the log and the contract before, when another is named', () => {
    const logs = [{ origin: 'registry.example/log-2', noteKey: 'key' }];
    const contracts = [{ ...w.list.contracts[0]!, address: `0x${'ab'.repeat(20)}` }];
    const merged = merge({ logs, contracts });
    expect(merged.logs).toEqual([...w.list.logs, ...logs]);
    expect(merged.contracts).toEqual([...w.list.contracts, ...contracts]);
    const spelled = w.list.contracts.map((one) => ({ ...one, address: one.address.toUpperCase().replace('0X', '0x') }));
    expect(merge({ contracts: spelled, logs: [] }).contracts).toHaveLength(1);
    expect(merge({ contracts: [], logs: [] })).toMatchObject({ logs: w.list.logs, contracts: w.list.contracts });
  });

  it('keeps a certificate, a type and its versions, and an authority without its rights', () => {
    const certificate = { ...a.certificates[0]!, thumbprint: newSigner().thumbprint };
    const merged = merge({ authorities: [{ ...a, certificates: [certificate] }], types: [] });
    expect(merged.authorities[0]?.certificates).toEqual([...a.certificates, certificate]);
    expect(merged.authorities[1]).toEqual({ ...b, rights: [{ ...b.rights[0], until: nowText }] });
    expect(merged.types).toEqual(w.list.types);
    const [type] = w.list.types as [TrustList['types'][0]];
    expect(merge({ types: [{ ...type, vct: ['v2'] }] }).types[0]?.vct).toEqual([...type.vct, 'v2']);
  });

  it('ends rights that are gone, no later than they ended', () => {
    const right = (from: string, until?: string) => ({ typeCode: 'T01', from, ...(until ? { until } : {}) });
    const gone = [
      right('2020-01-01T00:00:00Z'),
      right('2021-01-01T00:00:00Z', '2022-01-01T00:00:00Z'),
      right('2022-01-01T00:00:00Z', '2030-01-01T00:00:00Z'),
      right('2027-01-01T00:00:00Z'),
    ];
    const previous = { ...w.list, authorities: [{ ...a, rights: gone }, b] };
    const merged = merge({ authorities: [{ ...a, rights: [] }, b] }, previous);
    expect(merged.authorities[0]?.rights.map(({ until }) => until)).toEqual([
      nowText,
      '2022-01-01T00:00:00Z',
      nowText,
      '2027-01-01T00:00:00Z',
    ]);
    expect(merge({ authorities: [{ ...a, rights: [gone[2]!] }, b] }, merged).authorities[0]?.rights[2]).toEqual(
      gone[2],
    );
  });

  it('keeps witnesses since they were first named, and ends those that are named no more', () => {
    const witness = (name: string, from = nowText) => ({ name, noteKey: `${name}+key`, from });
    const first = merge({ witnesses: [witness('a'), witness('b')] });
    const second = merge({ witnesses: [witness('b', 'later'), witness('c')] }, first, now + 1_000);
    expect(second.witnesses).toEqual([
      { ...witness('a'), until: '2026-04-01T00:00:01.000Z' },
      witness('b'),
      witness('c'),
    ]);
    expect(merge({}, w.list)).not.toHaveProperty('witnesses');
  });

  it('never takes back that a key was compromised', () => {
    const compromisedAt = '2026-03-20T00:00:00Z';
    const certificates = a.certificates.map((one) => ({ ...one, compromisedAt }));
    const keys = w.list.keys.map((key) => ({ ...key, compromisedAt }));
    const previous = { ...w.list, authorities: [{ ...a, certificates }, b], keys };
    const merged = merge({}, previous);
    expect(merged.authorities.find(({ creditCode }) => creditCode === codeA)?.certificates).toEqual(certificates);
    expect(merged.keys).toEqual(keys);
    const earlier = keys.map((key) => ({ ...key, compromisedAt: '2026-03-19T00:00:00Z' }));
    expect(merge({ keys: earlier }, previous).keys).toEqual(earlier);
    expect(merge({ keys }, { ...previous, keys: earlier }).keys).toEqual(earlier);
  });
});
