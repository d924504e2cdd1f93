import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../access/index.js';
import { formatDigest, type Receipt, readLicenceFile, refuse, standard, verify } from '../core/index.js';
import { Carriers } from '../core/verification/testing/carriers.js';
import { at, crypto, iso, World } from '../core/verification/testing/world.js';
import type { AskedKind, CarrierOutcome } from '../documents/index.js';
import { MakeLicenceFile } from './make-licence-file.js';

const w = new World();
const c = new Carriers(w);
const { credential } = w.issued;
const jwtAlone = `${credential.split('~')[0]}~`;
const whole = w.evidence();
const receipt = (whole.receipt as { value: unknown }).value;
const caller = { kind: 'client' } as Caller;
const kept = (kind: string, content: string | Uint8Array): CarrierOutcome => {
  const bytes = Buffer.from(content as string);
  const digest = formatDigest(crypto.sha256(bytes));
  return { ok: true, value: { kind, mediaType: 'x', bytes, digest } as never };
};

interface Registry {
  outcome?: CarrierOutcome;
  master?: CarrierOutcome;
  logged?: boolean;
  away?: boolean;
}

function maker({ outcome, master = kept('sd-jwt', credential), logged = true, away = false }: Registry = {}) {
  const named: Receipt[] = [];
  const evidence = {
    ...whole,
    ...(logged ? {} : { receipt: { unavailable: 'not logged yet' }, promise: w.promiseFor(w.issued) }),
  };
  return {
    named,
    files: new MakeLicenceFile({
      carriers: { master: async () => master, request: async () => outcome ?? refuse('not-found') },
      gatherer: { gather: async () => ({ evidence, standing: away ? undefined : ({ statusList: 3 } as never) }) },
      receipts: {
        statements: async (of) => {
          named.push(of);
          return ['origin/anchor\n'];
        },
      },
      store: { statusToken: async (list) => (list === 3 ? w.statusToken(0) : undefined) },
      clock: () => at,
    }),
  };
}
const made = async (kind: AskedKind, registry: Registry = {}) => {
  const answer = await maker(registry).files.make(caller, 'x', kind);
  if (!answer.ok || !('text' in answer.value)) throw new Error('no file');
  const read = readLicenceFile(answer.value.text);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};

describe(MakeLicenceFile.name, () => {
  it('puts the master beside what judges it', async () => {
    const file = await made('sd-jwt');
    expect(file).toMatchObject({ carrier: { kind: 'sd-jwt', content: credential }, receipt, made: iso(at) });
    expect(file.master).toBeUndefined();
    expect(file.anchors).toEqual(['origin/anchor\n']);
    const evidence = { ...whole, status: { from: 'token', token: file.statusToken!, asOf: iso(at) } as const };
    expect(verify(evidence, standard, at, crypto).verdict).toBe('valid');
  });

  it('gives a code the issuer’s JWT with nothing disclosed', async () => {
    const code = c.qr();
    const file = await made('qr', { outcome: kept('qr', code) });
    expect([file.carrier, file.master]).toEqual([{ kind: 'qr', content: code }, jwtAlone]);
  });

  it('gives a PDF byte for byte, and no second master', async () => {
    const content = Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0xff, 0x00);
    const file = await made('pdf', { outcome: kept('pdf', content) });
    expect([file.carrier, file.master]).toEqual([{ kind: 'pdf', content }, undefined]);
  });

  it('holds the promise while the event is not logged, and asks for no statement then', async () => {
    const { files, named } = maker({ logged: false });
    await files.make(caller, 'x', 'sd-jwt');
    expect(named).toEqual([]);
    expect(await made('sd-jwt', { logged: false })).toMatchObject({
      receipt: null,
      promise: { loggedBy: expect.any(String) },
    });
  });

  it.each<[string, Registry, object]>([
    ['a licence that is not there', { master: refuse('not-found') }, { ok: false, code: 'not-found' }],
    [
      'a full queue',
      { outcome: { ...refuse('carriers-busy'), retryAfterSeconds: 9 } },
      { code: 'carriers-busy', retryAfterSeconds: 9 },
    ],
    [
      'a PDF that is being made',
      { outcome: { ok: true, value: { state: 'making', retryAfterSeconds: 2 } } },
      { value: { state: 'making', retryAfterSeconds: 2 } },
    ],
    ['a registry that does not answer', { outcome: kept('pdf', 'x'), away: true }, { code: 'dependency-unavailable' }],
    [
      'a carrier that fits in no file',
      { outcome: kept('pdf', new Uint8Array(3 * 1024 * 1024)) },
      { code: 'carrier-impossible' },
    ],
  ])('tells of %s', async (_what, registry, answer) => {
    expect(await maker(registry).files.make(caller, 'x', 'pdf')).toMatchObject(answer);
  });
});
