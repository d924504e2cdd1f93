import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { formatDigest, toBase64url } from '../bytes/index.js';
import { nobleCrypto } from '../crypto/noble.js';
import { parseInstant } from '../time/index.js';
import {
  asLatest,
  contentDigest,
  firstStatusContent,
  maxStatusChanges,
  nextStatusContent,
  nextVersion,
  parseStatusContent,
  parseVersionReceipt,
  type RecordVersion,
  type StatusContent,
  statusBetween,
  type VersionReceipt,
  versionEntry,
} from './index.js';

const crypto = nobleCrypto;
const salt = new Uint8Array(32).fill(9);
const noon = Date.parse('2026-03-02T12:00:00.000Z');
const version: RecordVersion = {
  kind: 'key',
  name: 'status-1',
  number: 2,
  previous: contentDigest('before', crypto),
  contentDigest: contentDigest('{}', crypto),
  time: '2026-03-02T12:00:00.000Z',
};

describe(versionEntry.name, () => {
  it('binds every member and the salt, in a domain of its own', () => {
    const entry = versionEntry(version, salt, crypto);
    expect(formatDigest(entry)).toBe('sha-256:neA9TVFsSScWGcB7tTbmmZsoxEXocJZVr6PEzi0RFmc');
    const others: RecordVersion[] = [
      { ...version, kind: 'trust-list' },
      { ...version, name: 'status-2' },
      { ...version, number: 3 },
      { ...version, previous: null },
      { ...version, contentDigest: contentDigest('{ }', crypto) },
      { ...version, time: '2026-03-02T12:00:00.001Z' },
    ];
    for (const other of others) expect(versionEntry(other, salt, crypto)).not.toEqual(entry);
    expect(versionEntry(version, new Uint8Array(32), crypto)).not.toEqual(entry);
    expect(() => versionEntry(version, new Uint8Array(31), crypto)).toThrow('31');
  });
});

describe(nextVersion.name, () => {
  const making = (at: number) => ({ at, salt, crypto });
  const draft = { kind: 'key', name: 'k', content: 'one' } as const;

  it('numbers from 1, names its predecessor, and logs only what is new', () => {
    const first = nextVersion(draft, undefined, making(noon))!;
    expect(first.version).toMatchObject({ number: 1, previous: null, contentDigest: contentDigest('one', crypto) });
    expect(nextVersion(draft, asLatest(first), making(noon + 1))).toBeUndefined();
    const second = nextVersion({ ...draft, content: 'two' }, asLatest(first), making(noon + 5))!;
    expect(second.version).toMatchObject({ number: 2, previous: formatDigest(first.entry) });
    expect(nextVersion(draft, asLatest(second), making(noon + 9))?.version.number).toBe(3);
  });

  it('is later than the version before, whatever the clock says', () => {
    const first = nextVersion(draft, undefined, making(noon))!;
    for (const at of [noon, noon - 3_600_000]) {
      const second = nextVersion({ ...draft, content: 'two' }, asLatest(first), making(at))!;
      expect(parseInstant(second.version.time)).toBe(noon + 1);
    }
  });
});

const receipt: VersionReceipt = {
  version,
  content: '{}',
  salt: toBase64url(salt),
  entry: formatDigest(versionEntry(version, salt, crypto)),
  index: 0,
  treeSize: 1,
  inclusionProof: [],
  checkpoint: 'a note',
  anchor: null,
  previousAnchor: null,
};

describe(parseVersionReceipt.name, () => {
  it('takes a receipt as it is', () => {
    expect(parseVersionReceipt(JSON.parse(JSON.stringify(receipt)))).toEqual({ ok: true, value: receipt });
  });

  it.each<[string, object]>([
    ['another kind', { version: { ...version, kind: 'licence' } }],
    ['number 0', { version: { ...version, number: 0 } }],
    ['a time that is none', { version: { ...version, time: 'yesterday' } }],
    ['a member too many', { event: {} }],
    ['a member too many inside', { version: { ...version, more: 1 } }],
    ['a long name', { version: { ...version, name: 'x'.repeat(513) } }],
    ['no content', { content: '' }],
    ['a short salt', { salt: toBase64url(new Uint8Array(31)) }],
    ['a proof without end', { inclusionProof: Array.from({ length: 65 }, () => receipt.entry) }],
    ['no checkpoint', { checkpoint: undefined }],
    ['half an anchor', { anchor: { chainId: 1 } }],
  ])('refuses %s', (_what, change) => {
    const value = JSON.parse(JSON.stringify({ ...receipt, ...change }));
    expect(parseVersionReceipt(value)).toMatchObject({ ok: false, code: 'version-receipt-malformed' });
  });
});

describe('the content of a status list', () => {
  const read = (text: string): StatusContent => {
    const content = parseStatusContent(text, crypto);
    if (!content.ok) throw new Error(content.detail);
    return content.value;
  };
  const values = new Uint8Array(64);
  values[5] = 2;
  const first = read(firstStatusContent(3, values, deflateSync));
  const span = { from: noon, until: noon + 1_000 };
  const next = (...changes: [number, 0 | 1 | 2, number][]) =>
    read(
      nextStatusContent(
        first,
        changes.map(([index, value, time]) => ({ index, value, time })),
        span,
        deflateSync,
      ),
    );
  const at = (after: StatusContent, index: number, ...times: number[]) =>
    times.map((time) => statusBetween(first, after, index, time));

  it('tells a value between two versions to the millisecond', () => {
    const after = next([5, 0, noon + 100], [6, 1, noon + 200], [5, 2, noon + 300], [5, 1, noon + 300]);
    expect(at(after, 5, noon, noon + 99, noon + 100, noon + 299, noon + 300)).toEqual([2, 2, 0, 0, 1]);
    expect(at(after, 6, noon + 199, noon + 200)).toEqual([0, 1]);
    expect(at(after, 7, noon + 999)).toEqual([0]);
    expect(statusBetween(after, undefined, 5, noon + 1_000)).toBe(1);
    expect([after.list, first.changes, after.changes.length]).toEqual([3, [], 4]);
  });

  it('tells what came late as of the version before, what is in the future as of this one, and keeps the order', () => {
    const after = next([1, 1, noon - 5_000], [2, 2, noon + 9_000], [3, 2, noon + 500], [3, 0, noon + 400]);
    expect(after.changes.map(({ time }) => time - noon)).toEqual([0, 1_000, 500, 500]);
    expect(at(after, 3, noon + 499, noon + 500)).toEqual([0, 0]);
  });

  it('has no place outside the list, and takes up only so many changes', () => {
    expect(() => next([64, 1, noon])).toThrow('64');
    expect(statusBetween(first, undefined, 64, noon)).toBeUndefined();
    const many = Array.from({ length: maxStatusChanges + 1 }, (): [number, 1, number] => [1, 1, noon]);
    expect(() => next(...many)).toThrow('at most');
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['a member twice', '{"list":0,"list":1,"bits":2,"lst":"eJxjAAAAAQAB","changes":[]}'],
    ['other bits', '{"list":0,"bits":1,"lst":"eJxjAAAAAQAB","changes":[]}'],
    ['a list that is none', '{"list":0,"bits":2,"lst":"AAAA","changes":[]}'],
    ['a value that is none', '{"list":0,"bits":2,"lst":"eJxjAAAAAQAB","changes":[[0,3,"2026-03-02T12:00:00Z"]]}'],
    ['a change without a time', '{"list":0,"bits":2,"lst":"eJxjAAAAAQAB","changes":[[0,1]]}'],
  ])('is not read from %s', (_what, text) => {
    expect(parseStatusContent(text, crypto)).toMatchObject({ ok: false, code: 'status-content-malformed' });
  });
});
