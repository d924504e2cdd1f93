import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonValue, parseReceipt, parseStrictJson } from '../../core/index.js';
import { HttpSource } from '../../oversight/index.js';

const mostBytes = 8 * 1024 * 1024;
/** Statements that are kept of a file: those around the receipt's anchor. */
const most = 200;

interface Item {
  treeSize: number;
  previousTreeSize: number;
  statement: string;
}

/**
 * What a log states of the anchors that a receipt names: out of a file with an answer of `/log/anchors`, or asked of such an
 * address. Nothing is judged here.
 *
 * @throws Error when it is no such answer
 */
export async function readStatements(place: string, receipt: unknown): Promise<string[]> {
  const read = parseReceipt(receipt);
  const anchor = read.ok ? read.value.anchor : null;
  if (!read.ok || anchor === null) return [];
  const sizes = [anchor.treeSize, read.value.previousAnchor?.treeSize ?? 0];
  if (/^https?:\/\//.test(place)) return askFor(place, sizes);
  const items = itemsOf(readFileSync(place, 'utf8'), place);
  const upTo = items.filter(({ treeSize }) => treeSize <= anchor.treeSize).slice(-most);
  const next = items.find(({ treeSize }) => treeSize > anchor.treeSize);
  return [...upTo, ...(next ? [next] : [])].map(({ statement }) => statement);
}

async function askFor(place: string, sizes: number[]): Promise<string[]> {
  const statements: string[] = [];
  // The anchor before the one before bounds an event's time; only the one before names it.
  for (let size: number | undefined = sizes.shift(); size !== undefined; size = sizes.shift()) {
    if (size < 1) continue;
    const address = new URL(place);
    address.searchParams.set('after', String(size - 1));
    address.searchParams.set('limit', '1');
    const bytes = await new HttpSource(address.href).read('', mostBytes);
    const [item] = itemsOf(bytes?.toString('utf8') ?? '', place);
    if (item === undefined) continue;
    statements.push(item.statement);
    if (sizes.length === 0 && statements.length < 3 && item.previousTreeSize > 0) sizes.push(item.previousTreeSize);
  }
  return statements;
}

function itemsOf(text: string, place: string): Item[] {
  const parsed = parseStrictJson(text, { maxLength: mostBytes, maxDepth: 8 });
  const items: JsonValue | undefined = parsed.ok && isJsonObject(parsed.value) ? parsed.value.items : undefined;
  if (!Array.isArray(items) || !items.every(isItem)) throw new Error(`${place} is no answer of /log/anchors`);
  return items as unknown as Item[];
}

function isItem(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { treeSize, previousTreeSize, statement } = value;
  return Number.isSafeInteger(treeSize) && Number.isSafeInteger(previousTreeSize) && typeof statement === 'string';
}
