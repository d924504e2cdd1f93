import {
  type EcPublicJwk,
  type Evidence,
  isJsonObject,
  parseStrictJson,
  readStatusToken,
  readSubject,
  readTrustList,
  registryKeys,
  type TrustList,
} from '../../../core/index.js';
import { nodeCrypto, rfc3339 } from '../../../platform/light.js';
import type { Means } from './arguments.js';
import { ask, firstOf } from './ask.js';
import type { Held } from './read-held.js';
import { askStatements } from './read-statements.js';

const mostList = 4 * 1024 * 1024;
const mostToken = 1024 * 1024;
const mostAnswer = 1024 * 1024;

/** What a registry answers by, and the moment of asking, milliseconds. */
export interface Asking extends Pick<Means, 'urls' | 'timeoutMs'> {
  now: number;
}

interface Pinned {
  root: EcPublicJwk;
  /** The number of the newest trust list seen. */
  seenNumber?: number;
}

/** The trust list of the first registry that has an acceptable one, judged under the pinned root. */
export async function askTrust({ urls, timeoutMs, now }: Asking, { root, seenNumber }: Pinned) {
  return firstOf(urls, timeoutMs, async (url, signal) => {
    const jws = (await ask({ address: `${url}/.well-known/elicence-trust`, most: mostList, signal })).trim();
    const read = readTrustList(jws, root, { at: now, seenNumber }, nodeCrypto);
    if (!read.ok) throw new Error(read.detail === undefined ? read.code : `${read.code}, ${read.detail}`);
    return { list: read.value, evidence: { jws, root, ...(seenNumber && { seenNumber }), asOf: rfc3339(now) } };
  });
}

/** A status token for this licence's place, from the first registry whose token may be believed. */
export async function askStatus(
  { urls, timeoutMs, now }: Asking,
  credential: string,
  trust: TrustList | undefined,
): Promise<Evidence['status']> {
  const subject = readSubject(credential, nodeCrypto);
  if (!subject.ok) return { unavailable: 'the credential names no status list' };
  const { uri, idx: index } = subject.jwt.clear.status.status_list;
  // The address is the credential's word: what is asked is always a registry that the caller named.
  const path = /\/status-lists\/[A-Za-z0-9_-]{1,64}$/.exec(uri)?.[0];
  if (path === undefined) return { unavailable: 'the credential names no status list of a registry' };
  return firstOf(urls, timeoutMs, async (url, signal) => {
    const token = (await ask({ address: `${url}${path}`, most: mostToken, signal })).trim();
    if (trust !== undefined) {
      const keys = registryKeys(trust, 'status', now);
      const read = readStatusToken(token, { uri, index, keys, at: now }, nodeCrypto);
      if (!read.ok) throw new Error(read.code);
    }
    return { from: 'token', token, asOf: rfc3339(now) } as const;
  });
}

/** What a registry has to a licence: its receipt, and to a carrier the issuer's JWT of its master. */
export interface LicenceAnswer {
  credential?: string;
  receipt: Evidence['receipt'];
}

/**
 * Asks for what belongs to the licence. Of a credential only the issuer's JWT is sent, no disclosure; a carrier that has no
 * master inside can only be sent as it is.
 */
export async function askLicence({ urls, timeoutMs }: Asking, held: Held): Promise<LicenceAnswer> {
  const body = questionOf(held);
  const answer = await firstOf(urls, timeoutMs, async (url, signal) => {
    const text = await ask({ address: `${url}/v1/verifications`, most: mostAnswer, signal, body });
    const parsed = parseStrictJson(text, { maxLength: mostAnswer, maxDepth: 16 });
    const evidence = parsed.ok && isJsonObject(parsed.value) ? parsed.value.evidence : undefined;
    if (!isJsonObject(evidence)) throw new Error('answered no evidence');
    return { evidence };
  });
  if ('unavailable' in answer) return { receipt: answer };
  const { credential, receipt } = answer.evidence;
  return {
    ...(typeof credential === 'string' && credential !== '' ? { credential } : {}),
    receipt: isJsonObject(receipt)
      ? { value: receipt, brought: false }
      : { unavailable: 'the registry has no receipt for it' },
  };
}

function questionOf({ credential, carrier }: Held): object {
  if (credential !== undefined) {
    return { credential: `${credential.slice(0, credential.indexOf('~'))}~`, evidence: true };
  }
  const form = new FormData();
  form.append('file', new Blob([(carrier?.content ?? '') as string]), 'licence');
  form.append('evidence', 'true');
  return form;
}

/** What the log states of the receipt's anchors. */
export async function askAnchors({ urls, timeoutMs, now }: Asking, receipt: unknown): Promise<Evidence['anchors']> {
  return firstOf(urls, timeoutMs, async (url, signal) => ({
    statements: await askStatements(`${url}/log/anchors`, receipt, signal),
    asOf: rfc3339(now),
  }));
}
