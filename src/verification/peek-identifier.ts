import { fromBase64url, isJsonObject, parseStrictJson, utf8Decode } from '../core/index.js';

/** The identifier that a credential claims, only to look the record up: nothing of it is believed before `verify`. */
export function peekIdentifier(credential: string): string | undefined {
  const start = credential.indexOf('.');
  const end = credential.indexOf('.', start + 1);
  if (start < 0 || end < 0 || end - start > 32_768) return undefined;
  const bytes = fromBase64url(credential.slice(start + 1, end));
  const text = bytes && utf8Decode(bytes);
  if (text === undefined) return undefined;
  const payload = parseStrictJson(text, { maxLength: 32_768, maxDepth: 16 });
  if (!payload.ok || !isJsonObject(payload.value)) return undefined;
  const identifier = payload.value.licence_id;
  return typeof identifier === 'string' && identifier.length <= 128 ? identifier : undefined;
}
