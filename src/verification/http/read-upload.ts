import { isJsonObject, parseStrictJson, utf8Decode } from '../../core/index.js';
import { problem } from '../../platform/index.js';
import type { Subject } from '../read-question.js';

const maxLength = 262_144;

/** Reads a file by its content, never by its name or declared type: a credential as text, or JSON with credential and receipt. */
export function readUpload(file: Buffer): Subject {
  const text = file.length <= maxLength ? utf8Decode(file)?.trim() : undefined;
  if (text?.startsWith('{')) return readBundle(text);
  if (text && /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~/.test(text))
    return { kind: 'credential', credential: text };
  throw unreadable();
}

function readBundle(text: string): Subject {
  const parsed = parseStrictJson(text, { maxLength, maxDepth: 16 });
  if (!parsed.ok || !isJsonObject(parsed.value)) throw unreadable();
  const { credential, receipt, ...rest } = parsed.value;
  if (typeof credential !== 'string' || Object.keys(rest).length > 0) throw unreadable();
  if (receipt === undefined || receipt === null) return { kind: 'credential', credential };
  if (!isJsonObject(receipt)) throw unreadable();
  return { kind: 'credential', credential, receipt };
}

const unreadable = () =>
  problem('file-unreadable', {
    errors: [{ pointer: '/file', code: 'file-unreadable', detail: 'The file holds no credential' }],
  });
