import { zlibSync } from 'fflate';
import { formatDigest, toBase64url } from '../../bytes/index.js';
import { formatCheckpoint } from '../../checkpoint/index.js';
import { inclusionProof, leafHash, rootFromLeaves } from '../../merkle/index.js';
import type { Anchor } from '../../receipt/index.js';
import {
  asLatest,
  firstStatusContent,
  type LatestVersion,
  nextStatusContent,
  nextVersion,
  parseStatusContent,
  type StatusChange,
  type VersionDraft,
  type VersionReceipt,
  versionTime,
} from '../../record/index.js';
import { instantText, parseInstant } from '../../time/index.js';
import { finishTrustList, mergeTrustList, type TrustList, trustListSigningInput } from '../../trust/index.js';
import type { KnownAnchor, VersionPair } from '../evidence.js';
import { type Chance, random } from './chance.js';
import { contract, crypto, logId, origin, type World } from './world.js';

type Logged = Pick<VersionReceipt, 'version' | 'content' | 'salt' | 'entry'>;

/** A log of record versions, made by the same pure code as the registry's, and its anchors. */
export class VersionLog {
  readonly anchors: KnownAnchor[] = [];
  readonly versions: Logged[] = [];
  private readonly leaves: Uint8Array[] = [];
  private readonly latest = new Map<string, LatestVersion>();

  constructor(
    private readonly world: World,
    private readonly chance: Pick<Chance, 'bytes'> = random,
  ) {}

  /** Appends a version when its content is new; answers its time in milliseconds. A log that lies says what it `follows`. */
  append(draft: VersionDraft, at: number, follows?: LatestVersion): number | undefined {
    const key = `${draft.kind} ${draft.name}`;
    const salt = this.chance.bytes(32);
    const made = nextVersion(draft, follows ?? this.latest.get(key), { at, salt, crypto });
    if (made === undefined) return undefined;
    this.latest.set(key, asLatest(made));
    this.leaves.push(leafHash(made.entry, crypto));
    const { version, entry } = made;
    this.versions.push({ version, content: draft.content, salt: toBase64url(salt), entry: formatDigest(entry) });
    return parseInstant(version.time);
  }

  /** Publishes a trust list as `trust publish` does. */
  publish(list: Omit<TrustList, 'number' | 'issuedAt'>, before: TrustList | undefined, at: number): TrustList {
    const next = { ...list, number: (before?.number ?? 0) + 1, issuedAt: instantText(at) };
    const merged = mergeTrustList(before, next, at);
    const input = trustListSigningInput(merged);
    const jws = finishTrustList(input, this.world.root.sign(Buffer.from(input)));
    this.append({ kind: 'trust-list', name: 'trust', content: jws }, at);
    return merged;
  }

  /** Logs a status list as the press does: `changes` since the last version, or the values of the first. */
  press(list: number, changes: StatusChange[] | Uint8Array, at: number): number | undefined {
    const name = String(list);
    const latest = this.latest.get(`status-list ${name}`);
    const kept = this.versions.findLast(({ version }) => version.kind === 'status-list' && version.name === name);
    if (latest === undefined || kept === undefined) {
      const values = changes instanceof Uint8Array ? changes : new Uint8Array(64);
      return this.append({ kind: 'status-list', name, content: firstStatusContent(list, values, zlibSync) }, at);
    }
    const before = parseStatusContent(kept.content, crypto);
    if (!before.ok) throw new Error(before.detail);
    const span = { from: parseInstant(latest.time) as number, until: versionTime(at, latest) };
    const content = nextStatusContent(before.value, changes as StatusChange[], span, zlibSync);
    return this.append({ kind: 'status-list', name, content }, at);
  }

  /** Anchors what is logged by now. */
  anchor(at: number): void {
    const previousTreeSize = this.anchors.at(-1)?.treeSize ?? 0;
    if (this.leaves.length === previousTreeSize) return;
    this.anchors.push({
      chainId: 1337,
      contract,
      logId,
      treeSize: this.leaves.length,
      transactionHash: `0x${this.chance.bytes(32).toString('hex')}`,
      blockNumber: 100 + this.anchors.length,
      blockTime: instantText(at),
      root: formatDigest(rootFromLeaves(this.leaves, crypto)),
      previousTreeSize,
    });
  }

  /** The receipt of a version under the first anchor that holds it, else under a checkpoint of all. */
  receipt(logged: Logged): VersionReceipt {
    const index = this.versions.indexOf(logged);
    const at = this.anchors.findIndex(({ treeSize }) => treeSize > index);
    const treeSize = this.anchors[at]?.treeSize ?? this.leaves.length;
    const leaves = this.leaves.slice(0, treeSize);
    const checkpoint = formatCheckpoint({ origin, size: treeSize, root: rootFromLeaves(leaves, crypto) });
    return {
      ...logged,
      index,
      treeSize,
      inclusionProof: inclusionProof(leaves, index, crypto).map(formatDigest),
      checkpoint: this.world.note(checkpoint),
      anchor: bare(this.anchors[at]),
      previousAnchor: at > 0 ? bare(this.anchors[at - 1]) : null,
    };
  }

  /** The pair around a moment, as a gatherer finds it. */
  around(kind: string, name: string, at: number): VersionPair {
    const all = this.versions.filter(({ version }) => version.kind === kind && version.name === name);
    const before = all.findLast(({ version }) => (parseInstant(version.time) as number) <= at);
    const after = all.find(({ version }) => (parseInstant(version.time) as number) > at);
    return { before: before && this.receipt(before), after: after && this.receipt(after) };
  }
}

function bare(anchor: KnownAnchor | undefined): Anchor | null {
  if (anchor === undefined) return null;
  const { root: _root, previousTreeSize: _size, ...rest } = anchor;
  return rest;
}
