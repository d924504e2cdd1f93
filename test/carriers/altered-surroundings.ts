import type { TrustList } from '../../src/core/trust/index.js';
import type { KnownAnchor } from '../../src/core/verification/evidence.js';
import {
  at,
  codeA,
  hour,
  identifier,
  iso,
  issuedAt,
  newSigner,
  typeCode,
} from '../../src/core/verification/testing/world.js';
import type { Mutation } from './mutation.js';
import { anchors, receipt, w } from './scene.js';

const [first, last] = anchors as [KnownAnchor, KnownAnchor];
const carriers = ['qr', 'qr-photo', 'vc-jwt', 'pdf'] as const;

/** What is the same whatever carried the licence: its status, its receipt, the day, the trust list. */
export const surroundings: Mutation[] = [
  { altered: 'nothing', harmless: true },
  {
    altered: 'another licence was asked for',
    situation: { evidence: { expected: { identifier: identifier({ version: 2 }) } } },
  },
  {
    altered: 'asked after its last day',
    situation: { at: Date.parse('2031-03-02T00:00:00+08:00'), evidence: later() },
  },
  { altered: 'asked before it was issued', situation: { at: issuedAt - 48 * hour } },
  ...(['suspended', 'revoked', 'cancelled', 'superseded'] as const).map((state) => ({
    altered: `status: ${state}`,
    situation: { evidence: { status: { from: 'registry', known: true, state, asOf: iso(at) } as const } },
  })),
  {
    altered: 'status: the registry knows no such licence',
    situation: { evidence: { status: { from: 'registry', known: false, asOf: iso(at) } } },
  },
  { altered: 'status: two days old', situation: { evidence: { status: active(at - 48 * hour) } } },
  { altered: 'receipt: none', situation: { evidence: { receipt: { unavailable: 'none' } } } },
  ...(
    ['event', 'salt', 'entry', 'index', 'treeSize', 'inclusionProof', 'checkpoint', 'anchor', 'previousAnchor'] as const
  ).map((part) => ({
    altered: `receipt: its ${part} is another's`,
    situation: { evidence: withReceiptOfAnother(part) },
  })),
  {
    altered: 'anchor: not on the chain',
    situation: { evidence: { anchors: { anchors: [first, { ...last, treeSize: 9 }], asOf: iso(at) } } },
  },
  {
    altered: 'anchor: of another root',
    situation: { evidence: { anchors: { anchors: [first, { ...last, root: first.root }], asOf: iso(at) } } },
  },
  {
    altered: 'anchor: the chain can’t be asked',
    situation: { evidence: { anchors: { unavailable: 'the node does not answer' } } },
  },
  { altered: 'trust list: signed by another root', situation: { root: newSigner() } },
  { altered: 'trust list: without the authority', situation: { list: { authorities: w.list.authorities.slice(1) } } },
  { altered: 'trust list: without the type', situation: { list: { types: w.list.types.slice(1) } } },
  { altered: 'trust list: the right to issue had ended', situation: { list: rightEnded() } },
  { altered: 'trust list: without the carrier key', situation: { key: null }, of: carriers },
  {
    altered: 'trust list: the carrier key is compromised; the carrier is on record',
    situation: { key: { compromisedAt: '2026-03-04T00:00:00Z' } },
    of: carriers,
    harmless: true,
  },
  {
    altered: 'trust list: the carrier key is compromised; the registry was not asked',
    situation: { key: { compromisedAt: '2026-03-04T00:00:00Z' }, record: 'not asked' },
    of: carriers,
  },
  {
    altered: 'trust list: the carrier key ended after the licence was issued',
    situation: { key: { until: '2026-03-04T00:00:00Z' } },
    of: carriers,
    harmless: true,
  },
  {
    altered: 'trust list: the carrier key had ended when the licence was issued',
    situation: { key: { until: '2026-03-01T00:00:00Z' } },
    of: carriers,
  },
  {
    altered: 'trust list: the carrier key has not begun',
    situation: { key: { from: '2026-04-01T00:00:00Z' } },
    of: carriers,
  },
];

function active(asOf: number) {
  return { from: 'registry', known: true, state: 'active', asOf: iso(asOf) } as const;
}

function later() {
  return { status: active(Date.parse('2031-03-02T00:00:00+08:00')) };
}

function withReceiptOfAnother(part: keyof typeof receipt) {
  const other = w.log(w.issue({ identifier: identifier({ serial: '0000000043' }) })).receipt;
  const value = { ...receipt, [part]: part === 'index' ? 3 : part === 'treeSize' ? 6 : other[part] };
  return { receipt: { value, brought: true } };
}

function rightEnded(): Partial<TrustList> {
  const rights = [{ typeCode, from: '2020-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' }];
  return {
    authorities: w.list.authorities.map((one) => (one.creditCode === codeA ? { ...one, rights } : one)),
  };
}
