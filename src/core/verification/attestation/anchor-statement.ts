import { parseDigest } from '../../bytes/index.js';
import { canonicalJson, type JsonValue, parseStrictJson } from '../../json/index.js';
import { anchorGuard } from '../../receipt/anchor-shape.js';
import { ok, type Result, refuse } from '../../result.js';
import { isText, members, wholeNumber } from '../../shape/index.js';
import type { KnownAnchor } from '../evidence.js';

const digest = isText((text) => parseDigest(text) !== undefined);
const more = members({ root: digest, previousTreeSize: wholeNumber(0) });

/**
 * Reads the text of an anchor's statement: the line `<origin>/anchor`, then the anchor as canonical JSON, and nothing else.
 * Whoever signed it is not judged here.
 */
export function readAnchorStatement(
  text: string,
): Result<{ origin: string; anchor: KnownAnchor }, 'statement-malformed'> {
  const malformed = (detail: string) => refuse('statement-malformed', detail);
  const [first = '', json = '', ...rest] = text.split('\n');
  if (rest.length !== 1 || rest[0] !== '' || !/^.+\/anchor$/.test(first)) return malformed('not two lines');
  const parsed = parseStrictJson(json, { maxLength: 4096, maxDepth: 2 });
  if (!parsed.ok || canonicalJson(parsed.value as JsonValue) !== json) return malformed('no canonical JSON');
  if (!isKnownAnchor(parsed.value)) return malformed('no anchor');
  return ok({ origin: first.slice(0, -'/anchor'.length), anchor: parsed.value });
}

function isKnownAnchor(value: unknown): value is KnownAnchor {
  if (typeof value !== 'object' || value === null) return false;
  const { root, previousTreeSize, ...anchor } = value as Record<string, unknown>;
  if (!more({ root, previousTreeSize }) || !anchorGuard(anchor)) return false;
  return (previousTreeSize as number) < anchor.treeSize;
}
