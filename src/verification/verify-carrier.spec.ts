import { describe, expect, it } from '@jest/globals';
import { type ReadCarrier, readTrustList, standard, type TrustList } from '../core/index.js';
import { Carriers } from '../core/verification/testing/carriers.js';
import { at, crypto, iso, World } from '../core/verification/testing/world.js';
import { Deadline } from '../platform/index.js';
import type { GatherEvidence } from './gather-evidence.js';
import { VerifyCarrier } from './verify-carrier.js';

const w = new World();
const c = new Carriers(w);
const master = w.issued.credential;
const jwtAlone = `${master.split('~')[0]}~`;
const known = { from: 'registry', known: true, state: 'active', asOf: iso(at) } as const;

/** The registry's side, with what it was asked. */
function registry({ onRecord = true, holds = true, away = false, opened = master } = {}) {
  const asked: string[] = [];
  const ask = (what: string) => {
    asked.push(what);
    if (away) throw new Error('away');
  };
  const { jws, root } = c.trust();
  const list = readTrustList(jws, root, { at }, crypto);
  const trust = { list: (list as { value: TrustList }).value, asOf: iso(at) };
  const nothing = { unavailable: 'not in this test' };
  const gatherer = {
    gather: async ({ credential, receipt }: { credential: string; receipt?: object }) => {
      asked.push('evidence');
      const evidence = w.evidence({ credential, trust, status: known });
      return { evidence: receipt ? { ...evidence, receipt: { value: receipt, brought: true } } : evidence };
    },
    alone: async (said: ReadCarrier['said'] | undefined) => {
      if (said) asked.push('state');
      return { evidence: { trust, status: said ? known : nothing, receipt: nothing, anchors: nothing } };
    },
  } as unknown as GatherEvidence;
  const records = {
    isOnRecord: async () => {
      ask('record');
      return onRecord;
    },
    master: async () => {
      ask('master');
      return holds ? { licenceId: 'x', sealed: {} } : undefined;
    },
  };
  const parts = {
    records: records as never,
    opener: { open: () => opened },
    trust: { evidence: () => trust },
    registry: new Deadline('the registry', 1_000),
  };
  const verifier = new VerifyCarrier(gatherer, parts, { clock: () => at, crypto });
  const verify = (
    content: string,
    more: { master?: string; kind?: 'vc-jwt'; receipt?: Record<string, unknown> } = {},
  ) =>
    verifier.verify(
      { kind: 'carrier', carrier: { kind: more.kind ?? 'qr', content }, master: more.master, receipt: more.receipt },
      standard,
      undefined,
    );
  return { verify, asked };
}
const integrity = ({ report }: { report: { checks: { check: string; code: string }[] } }) =>
  report.checks.find(({ check }) => check === 'integrity')?.code;

describe(VerifyCarrier.name, () => {
  it('asks nobody about a carrier that no listed key signed', async () => {
    const { verify, asked } = registry();
    for (const text of [c.qr({}, c.stranger), c.qr({}, c.stranger, c.key.keyId), `${c.qr()}A`, 'ELC1:', 'ELC9:AB'])
      expect((await verify(text)).report.verdict).toBe('invalid');
    expect(
      (
        await verify(
          c.vc(() => {}, c.stranger),
          { kind: 'vc-jwt' },
        )
      ).report.verdict,
    ).toBe('invalid');
    expect((await verify(c.qr({}, c.stranger), { master: jwtAlone })).report.verdict).toBe('invalid');
    expect(asked).toEqual([]);
  });

  it('compares with the whole master, and reports and gives out no more than the code says', async () => {
    const { verify, asked } = registry();
    const code = c.qr();
    const { report, evidence } = await verify(code);
    expect(report.verdict).toBe('valid');
    expect(asked).toEqual(['record', 'master', 'evidence']);
    const said = JSON.stringify({ report, evidence });
    const [secret] = c.master().holders;
    expect(said).not.toContain(secret!.code);
    expect(evidence).toMatchObject({ credential: jwtAlone, carrier: { kind: 'qr', content: code } });
  });

  it('names the field that differs from the master', async () => {
    const { verify } = registry();
    const { report } = await verify(c.qr({ holders: ['李四'] }));
    expect([report.verdict, integrity({ report })]).toEqual(['invalid', 'carrier-field-differs']);
    expect(report.checks[0]!.detail).toContain('/holders/0/name');
    expect(report.licence).toBeUndefined();
  });

  it('finds invalid what is signed but was never made', async () => {
    const { verify } = registry({ onRecord: false });
    expect(integrity(await verify(c.qr()))).toBe('carrier-not-on-record');
  });

  it('judges by what the code says where the master is gone, and by a master that was brought', async () => {
    const gone = registry({ holds: false });
    const alone = await gone.verify(c.qr());
    expect([alone.report.verdict, alone.evidence.credential]).toEqual(['indeterminate', '']);
    expect(gone.asked).toEqual(['record', 'master', 'state']);
    const brought = await gone.verify(c.qr(), { master: jwtAlone });
    expect([brought.report.verdict, brought.evidence.credential]).toEqual(['valid', jwtAlone]);
  });

  it('says nothing of the record while the registry is away', async () => {
    const { verify } = registry({ away: true });
    const { report } = await verify(c.qr());
    expect(integrity({ report })).toBe('intact');
    expect(report.verdict).toBe('indeterminate');
  });

  it('judges a receipt that came with it', async () => {
    const { verify } = registry();
    const { receipt } = w.log(w.issued);
    const { report } = await verify(c.qr(), { receipt: { ...receipt, index: receipt.index + 1 } });
    expect(report.checks.find(({ check }) => check === 'attestation')?.outcome).toBe('failed');
  });
});
