import { describe, expect, it } from '@jest/globals';
import type { Receipt } from '../receipt/index.js';
import { readTrustList } from '../trust/index.js';
import type { Evidence } from './evidence.js';
import { standard, strict } from './policy.js';
import { at, crypto, hour, iso, issuedAt, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const read = readTrustList(w.trustJws(), w.root.jwk, { at }, crypto);
if (!read.ok) throw new Error(read.code);
const genuine: Evidence = { ...w.evidence(), trust: { list: read.value, asOf: iso(at) } };
const { value: receipt } = genuine.receipt as { value: Receipt };

function judge(change: Partial<Evidence>, policy = standard, when = at) {
  const report = verify({ ...genuine, ...change }, policy, when, crypto);
  return { verdict: report.verdict, outcomes: Object.fromEntries(report.checks.map((c) => [c.check, c.outcome])) };
}

/** Every text that one character makes out of this one: replaced by a neighbour, by a stranger, left out, doubled. */
function* neighbours(text: string, step = 1): Generator<string> {
  for (let i = 0; i < text.length; i += step) {
    const c = text[i] as string;
    const other = c === 'A' ? 'B' : 'A';
    const upper = c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase();
    for (const put of new Set([other, upper, '~', '', c + c])) {
      if (put !== c) yield text.slice(0, i) + put + text.slice(i + 1);
    }
  }
}

/** Every value that differs from this JSON value in one leaf. */
function* altered(value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield* neighbours(value);
  else if (typeof value === 'number') yield* [value + 1, value - 1, -value, value + 0.5, String(value), 2 ** 53, null];
  else if (value === null) yield* [0, '', {}, 'sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'];
  else if (Array.isArray(value)) {
    yield value.slice(1);
    yield [...value].reverse();
    yield [...value, ...value];
    for (let i = 0; i < value.length; i++) for (const item of altered(value[i])) yield value.with(i, item);
  } else {
    const object = value as Record<string, unknown>;
    yield { ...object, unknown: 1 };
    for (const name of Object.keys(object)) {
      const { [name]: _left, ...rest } = object;
      yield rest;
      for (const member of altered(object[name])) yield { ...object, [name]: member };
    }
  }
}

describe('one byte', () => {
  it('is not changed: valid', () => {
    expect(judge({}).verdict).toBe('valid');
    expect(judge({}, strict).verdict).toBe('valid');
  });

  it('changed in the credential fails integrity, wherever it is', () => {
    let tried = 0;
    for (const credential of neighbours(genuine.credential)) {
      tried++;
      const { verdict, outcomes } = judge({ credential });
      if (verdict !== 'invalid' || outcomes.integrity !== 'failed') {
        throw new Error(`${verdict}, integrity ${outcomes.integrity}: ${credential}`);
      }
    }
    expect(tried).toBeGreaterThan(5000);
  });

  it('changed in a receipt that was brought fails attestation, in whatever field', () => {
    let tried = 0;
    for (const value of altered(receipt)) {
      tried++;
      const { verdict, outcomes } = judge({ receipt: { value, brought: true } });
      if (verdict !== 'invalid' || outcomes.attestation !== 'failed') {
        throw new Error(`${verdict}, attestation ${outcomes.attestation}: ${JSON.stringify(value)}`);
      }
    }
    expect(tried).toBeGreaterThan(3000);
  });

  it('changed in a receipt that was fetched leaves attestation open and is never valid', () => {
    for (const value of altered(receipt)) {
      const { verdict, outcomes } = judge({ receipt: { value, brought: false } });
      if (verdict !== 'indeterminate' || outcomes.attestation !== 'indeterminate') {
        throw new Error(`${verdict}, attestation ${outcomes.attestation}: ${JSON.stringify(value)}`);
      }
    }
  });

  it('changed in a fetched status token leaves status open', () => {
    const token = w.statusToken(0);
    expect(judge({ status: { from: 'token', token, asOf: iso(at) } }).verdict).toBe('valid');
    for (const text of neighbours(token)) {
      const { verdict, outcomes } = judge({ status: { from: 'token', token: text, asOf: iso(at) } });
      if (verdict !== 'indeterminate' || outcomes.status !== 'indeterminate') throw new Error(`${verdict}: ${text}`);
    }
  });

  it('changed in a fetched trust list leaves issuer open', () => {
    for (const jws of neighbours(w.trustJws(), 11)) {
      const { verdict, outcomes } = judge({ trust: { jws, root: w.root.jwk, asOf: iso(at) } });
      if (verdict !== 'indeterminate' || outcomes.issuer !== 'indeterminate') throw new Error(`${verdict}: ${jws}`);
    }
  });

  it('changed in a promise takes away what it is worth', () => {
    const early = issuedAt + hour;
    const promise = w.promiseFor(w.issued);
    const base: Partial<Evidence> = {
      receipt: { unavailable: 'not logged' },
      status: { from: 'registry', known: true, state: 'active', asOf: iso(early) },
    };
    expect(judge({ ...base, promise }, standard, early).verdict).toBe('valid');
    for (const other of altered(promise)) {
      const { verdict } = judge({ ...base, promise: other as Evidence['promise'] }, standard, early);
      if (verdict !== 'indeterminate') throw new Error(`${verdict}: ${JSON.stringify(other)}`);
    }
  });
});
