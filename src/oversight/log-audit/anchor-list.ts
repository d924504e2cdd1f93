import {
  type CryptoPort,
  canonicalJson,
  formatDigest,
  isJsonObject,
  type KnownAnchor,
  type NoteKey,
  openCheckpoint,
  parseStrictJson,
  verifyNote,
} from '../../core/index.js';
import type { Source } from './http-source.js';
import { isLie, type Lie, lie, NotCompleted } from './lie.js';

/** An anchor as the log's own statement tells it. */
export interface StatedAnchor {
  anchor: KnownAnchor;
  statement: string;
}

const mostBytes = 8 * 1024 * 1024;
const mostAnchors = 1_000_000;
const fields = [
  'blockNumber',
  'blockTime',
  'chainId',
  'contract',
  'logId',
  'previousTreeSize',
  'root',
  'transactionHash',
  'treeSize',
];

/** Reads `/log/anchors` to its end; answers the statements about this log, or the first that the log did not sign so. */
export async function readAnchorList(
  source: Source,
  log: { key: NoteKey; logId: string },
  crypto: CryptoPort,
): Promise<StatedAnchor[] | Lie> {
  const stated: StatedAnchor[] = [];
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const page = await readPage(source, after);
    for (const item of page.items) {
      // Anchors of logs that this one succeeds have keys and contracts of their own.
      if (typeof item.logId === 'string' && item.logId.toLowerCase() !== log.logId.toLowerCase()) continue;
      const read = judgeItem(item, log.key, crypto);
      if (isLie(read)) return read;
      stated.push(read);
    }
    if (page.next !== null && Number(page.next) <= Number(after))
      throw new NotCompleted('/log/anchors goes in circles');
    if (stated.length > mostAnchors) throw new NotCompleted('/log/anchors does not end');
    after = page.next ?? undefined;
  }
  return stated;
}

async function readPage(
  source: Source,
  after: string,
): Promise<{ items: Record<string, unknown>[]; next: string | null }> {
  const bytes = await source.read(`/log/anchors?after=${after}`, mostBytes);
  const parsed = parseStrictJson(bytes?.toString('utf8') ?? '', { maxLength: mostBytes, maxDepth: 8 });
  const page = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const { items, next } = page;
  const isNext = next === null || (typeof next === 'string' && /^\d{1,15}$/.test(next));
  if (!Array.isArray(items) || !items.every(isJsonObject) || !isNext)
    throw new NotCompleted('/log/anchors is no list of anchors');
  return { items, next: next as string | null };
}

function judgeItem(item: Record<string, unknown>, key: NoteKey, crypto: CryptoPort): StatedAnchor | Lie {
  const wrong = (says: string) => lie('statement-wrong', `/log/anchors, size ${item.treeSize}: ${says}`, { item });
  const { statement, checkpoint, ...anchor } = item;
  if (typeof statement !== 'string' || typeof checkpoint !== 'string') return wrong('it lacks what the log signed');
  const text = verifyNote(statement, key, crypto);
  if (!text.ok) return wrong(`its statement is not signed by the log: ${text.code}`);
  if (text.value !== `${key.name}/anchor\n${canonicalJson(anchor as never)}\n`)
    return wrong('its statement says something else');
  if (!isAnchor(anchor)) return wrong('it is no anchor');
  const opened = openCheckpoint(checkpoint, key, crypto);
  if (!opened.ok) return wrong(`its checkpoint is not signed by the log: ${opened.code}`);
  const { size, root } = opened.value;
  const same = size === anchor.treeSize && formatDigest(root) === anchor.root;
  return same ? { anchor, statement } : wrong('its checkpoint is of another tree');
}

function isAnchor(value: Record<string, unknown>): value is Record<string, unknown> & KnownAnchor {
  const numbers = ['blockNumber', 'chainId', 'previousTreeSize', 'treeSize'];
  return (
    canonicalJson(Object.keys(value).sort()) === canonicalJson(fields) &&
    fields.every((name) =>
      numbers.includes(name) ? Number.isSafeInteger(value[name]) : typeof value[name] === 'string',
    )
  );
}
