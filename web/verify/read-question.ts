import { licenceFileLimits } from '@elicence/core';
import type { Question } from '../client/index.js';

/** What a reader brought, understood: something to ask the registry, or why it can't be asked. */
export type Reading =
  | { kind: 'question'; question: Question }
  | { kind: 'empty' }
  | { kind: 'too-long' }
  /** An address on another server; it is told, never opened. */
  | { kind: 'foreign-address'; origin: string }
  /** Our own address of a licence without the code behind `#`. */
  | { kind: 'code-missing'; identifier: string }
  /** Our own address, but not of a licence. */
  | { kind: 'other-page' };

/** Characters; the most that a credential may have. */
export const MAX_TEXT = 65_536;
const MAX_QR = 8_192;

const identifier = String.raw`1\.2\.156\.3005\.2\.[0-9A-Z]{21}\.[0-9A-Z]{6,18}\.[0-9A-Z]+\.\d{3}\.[0-9A-Z]`;
const identifierAlone = new RegExp(`^${identifier}$`);
const identifierAndCode = new RegExp(`^(${identifier})[\\s#]+([0-9A-Za-z\\s-]{10,40})$`);
const sdJwt = /^[\w-]+\.[\w-]+\.[\w-]+(~[\w-]*)*(~[\w-]+\.[\w-]+\.[\w-]+)?$/;
const vcJwt = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/;

/** Reads pasted, typed or scanned text. `origin` is our own; nothing is ever navigated to. */
export function readQuestion(text: string, origin: string): Reading {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  // The text of a licence file, which is longer than anything else.
  if (trimmed.startsWith('{') && trimmed.length <= licenceFileLimits.length) {
    return { kind: 'question', question: { file: new Blob([trimmed]) } };
  }
  if (trimmed.length > MAX_TEXT) return { kind: 'too-long' };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return readAddress(trimmed, origin);
  const typed = identifierAndCode.exec(trimmed);
  if (typed) return { kind: 'question', question: { identifier: typed[1]!, code: normaliseCode(typed[2]!) } };
  if (identifierAlone.test(trimmed)) return { kind: 'code-missing', identifier: trimmed };
  const compact = trimmed.replace(/\s+/g, '');
  if (vcJwt.test(compact)) return { kind: 'question', question: { file: new Blob([compact]) } };
  if (sdJwt.test(compact)) return { kind: 'question', question: { credential: compact } };
  return trimmed.length > MAX_QR ? { kind: 'too-long' } : { kind: 'question', question: { qr: trimmed } };
}

/** A hand-typed code as Crockford base32 reads it: no separators, upper case, O as 0, I and L as 1. */
export function normaliseCode(code: string): string {
  return code
    .replace(/[\s-]+/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

function readAddress(text: string, origin: string): Reading {
  let address: URL;
  try {
    address = new URL(text);
  } catch {
    return { kind: 'foreign-address', origin: text.slice(0, 80) };
  }
  if (address.origin !== origin || address.username !== '' || address.password !== '') {
    return { kind: 'foreign-address', origin: address.origin === 'null' ? address.protocol : address.origin };
  }
  return readLocation(address.pathname, address.hash) ?? { kind: 'other-page' };
}

/** Reads our own address `/v/{identifier}#{code}`; undefined where the path names no licence. */
export function readLocation(pathname: string, hash: string): Reading | undefined {
  const path = /^\/v\/([^/]+)\/?$/.exec(pathname);
  const named = path && decoded(path[1]!);
  if (!named) return undefined;
  const code = decoded(hash.replace(/^#/, ''))?.trim();
  return code
    ? { kind: 'question', question: { identifier: named, code } }
    : { kind: 'code-missing', identifier: named };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
