import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonValue, parseReceipt, parseStrictJson } from '../../../core/index.js';
import { ask } from './ask.js';

const mostBytes = 8 * 1024 * 1024;
/** Statements that are kept of a file: those around the receipt's anchor. */
const most = 200;

interface Item {
  treeSize: number;
  previousTreeSize: number;
  statement: string;
}

/**
 * What a log states of the anchors that a receipt names, out of a file with an answer of `/log/anchors`. Nothing is judged
 * here.
 *
 * @throws Error when it is no such answer
 */
export function readStatements(file: string, receipt: unknown): string[] {
  const { anchor } = anchorsOf(receipt);
  if (anchor === undefined) return [];
  const items = itemsOf(readFileSync(file, 'utf8'), file);
  const upTo = items.filter(({ treeSize }) => treeSize <= anchor).slice(-most);
  const next = items.find(({ treeSize }) => treeSize > anchor);
  return [...upTo, ...(next ? [next] : [])].map(({ statement }) => statement);
}

/** The same, asked of such an address. @throws Error when it gives no such answer */
export async function askStatements(address: string, receipt: unknown, signal: AbortSignal): Promise<string[]> {
  const { anchor, before } = anchorsOf(receipt);
  if (anchor === undefined) return [];
  const sizes = [anchor, before];
  const statements: string[] = [];
  // The anchor before the one before bounds an event's time; only the one before names it.
  for (let size = sizes.shift(); size !== undefined; size = sizes.shift()) {
    if (size < 1) continue;
    const question = new URL(address);
    question.searchParams.set('after', String(size - 1));
    question.searchParams.set('limit', '1');
    const [item] = itemsOf(await ask({ address: question.href, most: mostBytes, signal }), address);
    if (item === undefined) continue;
    statements.push(item.statement);
    if (sizes.length === 0 && statements.length < 3 && item.previousTreeSize > 0) sizes.push(item.previousTreeSize);
  }
  return statements;
}

function anchorsOf(receipt: unknown): { anchor?: number; before: number } {
  const read = parseReceipt(receipt);
  if (!read.ok || read.value.anchor === null) return { before: 0 };
  return { anchor: read.value.anchor.treeSize, before: read.value.previousAnchor?.treeSize ?? 0 };
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
