import { utf8Decode } from '../../bytes/index.js';

/** What somebody brought, by how it begins; `json` may be a licence file. Nothing is judged by it. */
export type Brought =
  | { kind: 'json'; content: string }
  | { kind: 'sd-jwt'; content: string }
  | { kind: 'vc-jwt' | 'qr'; content: string }
  | { kind: 'pdf'; content: Uint8Array };

const pdfMark = [0x25, 0x50, 0x44, 0x46, 0x2d];
const threeParts = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/;

/** Tells by its bytes what a file is, never by a name or a declared type; undefined for what is none of these. */
export function recogniseBytes(bytes: Uint8Array): Brought | undefined {
  if (pdfMark.every((byte, at) => bytes[at] === byte)) return { kind: 'pdf', content: bytes };
  const text = utf8Decode(bytes);
  return text === undefined ? undefined : recogniseText(text);
}

/** The same for a text; white space around it is left out, and counts for nothing in any of these. */
export function recogniseText(text: string): Exclude<Brought, { kind: 'pdf' }> | undefined {
  const content = text.trim();
  if (content.startsWith('{')) return { kind: 'json', content };
  if (/^ELC[0-9]:/.test(content)) return { kind: 'qr', content };
  const jwt = threeParts.exec(content)?.[0];
  if (jwt === undefined) return undefined;
  if (jwt.length === content.length) return { kind: 'vc-jwt', content };
  return content[jwt.length] === '~' ? { kind: 'sd-jwt', content } : undefined;
}
