import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decide, type LicenceState, licenceCommands, statusOf } from '../licence/index.js';
import type { StatusChange } from '../record/index.js';
import type { StatusValue } from '../status/index.js';
import type { ListedAuthority, ListedRight, TrustList } from '../trust/index.js';
import type { Evidence, StatusEvidence } from './evidence.js';
import { standard } from './policy.js';
import { VersionLog } from './testing/version-log.js';
import {
  codeA,
  codeB,
  crypto,
  hour,
  type Issued,
  identifier,
  iso,
  issuerB,
  newSigner,
  World,
} from './testing/world.js';
import { verify } from './verify.js';

const begin = Date.parse('2026-03-02T00:00:00.000Z');
const span = 40 * hour;
const end = begin + span;
const now = end + hour;
const vct = (version: number) => `https://registry.example/types/business-licence/${version}`;
const w = new World();
const a2 = newSigner();

/** A generator of numbers below 1 that a seed determines (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Subject {
  issued: Issued;
  index: number;
  iat: number;
  code: string;
  certificate: string;
  vct: string;
}

/** Licences of both authorities, by the old and the new key, of the first and the second version of the type. */
const subjects: Subject[] = [
  { code: codeA, signer: w.a, version: 1, at: 3 },
  { code: codeA, signer: a2, version: 1, at: 11 },
  { code: codeA, signer: w.a, version: 2, at: 20 },
  { code: codeB, signer: w.b, version: 1, at: 15 },
  { code: codeB, signer: w.b, version: 2, at: 30 },
].map(({ code, signer, version, at }, i) => {
  const iat = begin + at * hour;
  const issuer = code === codeB ? { issuer: issuerB, identifier: identifier({ issuerCode: codeB }) } : {};
  const status = { uri: 'https://registry.example/status-lists/1', index: 3 * i + 1 };
  const change = { vct: vct(version), issuedAt: iat / 1000, status, ...issuer };
  const issued = w.issue(change, signer);
  return { issued, index: status.index, iat, code, certificate: signer.thumbprint, vct: vct(version) };
});

/** What the registry's own tables hold, and all that ever happened to them. */
class History {
  readonly log = new VersionLog(w);
  readonly changes: (StatusChange & { committed: number; state: LicenceState })[] = [];
  readonly presses: number[] = [];
  readonly lists: { at: number; rights: ListedRight[]; named: Set<string>; vcts: Set<string> }[] = [];
  today: TrustList | undefined;
  private readonly states = new Map<number, LicenceState>();
  private waiting: StatusChange[] = [];
  private rights: ListedRight[] = [];
  private key = w.a;
  private vcts = [vct(1)];

  constructor(private readonly random: () => number) {}

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  /** One random act. */
  act(at: number): void {
    const acts = [this.change, this.change, this.change, this.press, this.publish, this.right, this.anchor];
    if (this.random() < 0.06) this.pick([this.rotate, this.publishType])();
    else this.pick(acts)(at);
  }

  /** A change of state whose commit came up to two minutes after its own time. */
  private change = (at: number) => {
    const { index } = this.pick(subjects);
    const from = this.states.get(index) ?? 'active';
    const states = licenceCommands.flatMap((command) => {
      const decided = decide(from, command);
      return decided.ok && (decided.value === 'active' || decided.value === 'suspended' || this.random() < 0.3)
        ? [decided.value]
        : [];
    });
    if (states.length === 0) return;
    const state = this.pick(states);
    this.states.set(index, state);
    const time = at - Math.floor(this.random() * 120_000);
    const change = { index, value: statusOf(state), time, committed: at, state };
    this.changes.push(change);
    this.waiting.push(change);
  };

  press = (at: number) => {
    if (this.presses.length > 0 && this.waiting.length === 0) return;
    const values = new Uint8Array(64);
    for (const [index, state] of this.states) values[index] = statusOf(state);
    const made = this.log.press(1, this.presses.length === 0 ? values : this.waiting, at);
    if (made !== undefined) this.presses.push(made);
    this.waiting = [];
  };

  publish = (at: number) => {
    const [a, b] = w.list.authorities as [ListedAuthority, ListedAuthority];
    const [certificate] = a.certificates as [ListedAuthority['certificates'][0]];
    const current = { ...certificate, thumbprint: this.key.thumbprint, publicKey: this.key.jwk };
    const [type] = w.list.types as [TrustList['types'][0]];
    this.today = this.log.publish(
      {
        ...w.list,
        authorities: [
          { ...a, certificates: [current] },
          { ...b, rights: this.rights.map((right) => ({ ...right })) },
        ],
        types: [{ ...type, vct: [...this.vcts] }],
      },
      this.today,
      at,
    );
    const named = new Set([...(this.lists.at(-1)?.named ?? []), this.key.thumbprint, w.b.thumbprint]);
    this.lists.push({ at, rights: structuredClone(this.rights), named, vcts: new Set(this.vcts) });
  };

  /** Authority B is given the right, for now or another time, or loses it. */
  private right = (at: number) => {
    const about = () => iso(at + Math.floor((this.random() - 0.5) * 12 * hour));
    const open = this.rights.find(({ until }) => until === undefined);
    if (open !== undefined) open.until = about();
    else this.rights.push({ typeCode: w.list.types[0]!.code, from: about() });
  };

  private rotate = () => {
    this.key = a2;
  };

  private publishType = () => {
    this.vcts = [vct(1), vct(2)];
  };

  anchor = (at: number) => this.log.anchor(at + 5_000);
}

/** The history told again from the start, without lists, versions or proofs. */
function replay(history: History, subject: Subject, at: number): { status: string; issuer: string; right: string } {
  return { status: replayStatus(history, subject, at), ...replayTrust(history, subject, at) };
}

function replayStatus({ changes, presses }: History, { index }: Subject, at: number): string {
  const [first, last] = [presses[0] as number, presses.at(-1) as number];
  if (at < first) return 'history-begins-later';
  if (at >= last) return 'history-unproven';
  let value: StatusValue = 0;
  let told = 0;
  for (const change of changes) {
    if (change.index !== index) continue;
    // What was committed after a version is never told as of before it.
    const known = presses.filter((press) => press <= change.committed).at(-1) ?? 0;
    told = Math.max(told, change.committed < first ? first : Math.max(change.time, known));
    if (told <= at) value = change.value;
  }
  return ['status-active', 'status-invalid', 'status-suspended'][value] as string;
}

function replayTrust({ lists }: History, { code, certificate, vct, iat }: Subject, at: number) {
  const list = lists.filter((one) => one.at <= at).at(-1);
  if (list === undefined) return { issuer: 'history-begins-later', right: 'history-begins-later' };
  const held = code === codeA ? [{ from: '2020-01-01T00:00:00Z', until: undefined }] : list.rights;
  const inPeriod = held.some(
    ({ from, until }) => Date.parse(from) <= iat && (until === undefined || iat < Date.parse(until)),
  );
  const right = held.length === 0 ? 'right-not-held' : inPeriod ? 'right-held' : 'right-not-in-period';
  if (!list.named.has(certificate)) return { issuer: 'certificate-not-listed', right };
  return { issuer: list.vcts.has(vct) ? 'issuer-confirmed' : 'vct-of-another-type', right };
}

/** What `verify` says of a moment, by nothing but proofs. */
function proven(history: History, { issued }: Subject, at: number, status: StatusEvidence) {
  const evidence: Evidence = {
    credential: issued.credential,
    trust: { list: history.today as TrustList, asOf: iso(now) },
    status,
    receipt: { unavailable: 'not asked for' },
    anchors: { anchors: history.log.anchors, asOf: iso(now) },
    history: {
      roots: [w.root.jwk],
      trust: history.log.around('trust-list', 'trust', at),
      status: history.log.around('status-list', '1', at),
    },
  };
  const codes = new Map(verify(evidence, standard, at, crypto).checks.map(({ check, code }) => [check, code]));
  return { status: codes.get('status'), issuer: codes.get('issuer'), right: codes.get('right-to-issue') };
}

function make(seed: number): { history: History; random: () => number } {
  const random = seeded(seed);
  const history = new History(random);
  const times = Array.from({ length: 90 }, () => begin + Math.floor(random() * span)).sort((x, y) => x - y);
  // Two acts at one moment have no order that a replay could know.
  for (const at of new Set(times)) history.act(at);
  history.press(end - 2);
  history.publish(end - 1);
  history.anchor(end);
  return { history, random };
}

const first = Number(process.env.HISTORY_SEED ?? randomInt(2 ** 31));

describe('a random history', () => {
  const seen = new Set<string | undefined>();

  it.each(Array.from({ length: 10 }, (_, i) => first + i))(
    'is answered as a replay of it tells it (HISTORY_SEED=%s)',
    (seed) => {
      const { history, random } = make(seed);
      const edges = [...history.presses, ...history.lists.map((list) => list.at)].flatMap((at) => [at - 1, at]);
      const moments = [
        ...Array.from({ length: 20 }, () => begin - hour + Math.floor(random() * (span + 1.5 * hour))),
        ...Array.from({ length: 10 }, () => edges[Math.floor(random() * edges.length)] as number),
      ];
      for (const at of moments) {
        for (const subject of subjects) {
          const told = proven(history, subject, at, { unavailable: 'judged without the registry' });
          expect({ at: iso(at), ...told }).toEqual({ at: iso(at), ...replay(history, subject, at) });
          for (const code of Object.values(told)) seen.add(code);
        }
      }
    },
  );

  it('was varied enough to say something', () => {
    for (const code of [
      'status-active',
      'status-suspended',
      'status-invalid',
      'history-begins-later',
      'right-held',
      'right-not-held',
      'right-not-in-period',
      'issuer-confirmed',
      'certificate-not-listed',
      'vct-of-another-type',
    ]) {
      expect(seen).toContain(code);
    }
  });

  it('is never contradicted by the registry’s word of today, which fails closed', () => {
    const { history, random } = make(first);
    for (let i = 0; i < 100; i++) {
      const subject = subjects[i % subjects.length] as Subject;
      const last = history.changes.filter(({ index }) => index === subject.index).at(-1);
      const since = last?.time ?? begin - hour;
      const state = last?.state ?? 'active';
      const at = begin + Math.floor(random() * span);
      const status = { from: 'registry', known: true, state, since: iso(since), asOf: iso(now) } as const;
      const { status: told } = proven(history, subject, at, status);
      const replayed = replayStatus(history, subject, at);
      const held = since <= at;
      const expected = held && (state !== 'active' || replayed.startsWith('history-')) ? `status-${state}` : replayed;
      expect([iso(at), subject.index, told]).toEqual([iso(at), subject.index, expected]);
    }
  });
});
