import { readFileSync } from 'node:fs';
import {
  type EcPublicJwk,
  type Evidence,
  evidenceByBundle,
  parseCompactJws,
  parseInstant,
  type RecordableEvidence,
  readStatusToken,
  readSubject,
  readTrustBundle,
  registryKeys,
  type TrustBundle,
  trustBundleLimits,
  trustBundleTexts,
} from '../../../core/index.js';
import { nodeCrypto, rfc3339 } from '../../../platform/light.js';
import type { Means } from './arguments.js';
import type { Moments } from './gather.js';
import { type Held, readJson } from './read-held.js';
import { readStatements } from './read-statements.js';
import type { Seen } from './seen.js';

/**
 * Collects what the licence is judged by out of a trust bundle and of what was brought with it; nobody is asked.
 *
 * @throws Error when the bundle is none that may be used: forged, expired, or older than one seen before
 */
export function gatherByBundle(
  held: Held,
  { offline: file, ...means }: Means & { offline: string },
  { root, seen }: { root?: EcPublicJwk; seen?: Seen },
  { now }: Moments,
): RecordableEvidence {
  if (root === undefined || seen === undefined) {
    throw new Error('the root of the trust bundle is needed: --root, or TRUST_ROOT_JWK');
  }
  const text = readFileSync(file, 'utf8').trim();
  const bundle = openBundle(text, { root, seen, now });
  const receipt = means.receipt === undefined ? held.receipt : readJson(readFileSync(means.receipt, 'utf8'));
  const statements = means.anchors === undefined ? held.statements : readStatements(means.anchors, receipt);
  const { credential, carrier, promise } = held;
  const along = { receipt, statements, ...(promise ? { promise } : {}) };
  const trust = { jws: trustListIn(text), root, asOf: bundle.asOf };
  if (credential !== undefined) {
    const evidence = evidenceByBundle(bundle, { ...along, credential, ...(carrier ? { carrier } : {}) });
    return { ...evidence, trust, status: statusOf(evidence, held, bundle, now) };
  }
  if (carrier === undefined) throw new Error('there is nothing that can be verified');
  return { ...evidenceByBundle(bundle, { ...along, carrier }), trust };
}

function openBundle(text: string, { root, seen, now }: { root: EcPublicJwk; seen: Seen; now: number }): TrustBundle {
  const bundle = readTrustBundle(text, { root, at: now }, nodeCrypto);
  if (!bundle.ok) throw refused(bundle.code, bundle.detail);
  const { issuer, number, trust } = bundle.value;
  const newest = seen.number(`bundle ${issuer}`) ?? number;
  const newestList = seen.number('trust-list') ?? trust.number;
  if (number < newest) throw refused('trust-bundle-older-than-seen', `number ${number}, seen ${newest}`);
  if (trust.number < newestList) {
    throw refused('trust-bundle-older-than-seen', `trust list ${trust.number}, seen ${newestList}`);
  }
  seen.remember({ [`bundle ${issuer}`]: number, 'trust-list': trust.number });
  return bundle.value;
}

function refused(code: keyof typeof trustBundleTexts, detail: string | undefined): Error {
  const { says, next } = trustBundleTexts[code].en;
  return new Error([`${code}: ${says}`, detail && `(${detail})`, next].filter(Boolean).join(' '));
}

/** The signed text of the list: what was read of it can't be recorded. */
function trustListIn(text: string): string {
  const jws = parseCompactJws(text, { maxLength: trustBundleLimits.length, maxDepth: trustBundleLimits.depth });
  return jws.ok ? String(jws.value.payload.trustList) : '';
}

/** The licence's own list out of the bundle; the token that came with the licence where it is good and younger. */
function statusOf({ credential, status }: Evidence, { statusToken }: Held, bundle: TrustBundle, now: number) {
  const subject = readSubject(credential, nodeCrypto);
  if (!subject.ok || !('lists' in status)) return status;
  const { uri, idx: index } = subject.jwt.clear.status.status_list;
  const { asOf, trust } = bundle;
  if (statusToken !== undefined) {
    const keys = registryKeys(trust, 'status', now);
    const token = readStatusToken(statusToken, { uri, index, keys, at: now }, nodeCrypto);
    const younger = token.ok && token.value.issuedAt * 1000 > (parseInstant(asOf) ?? 0);
    if (younger) return { from: 'token', token: statusToken, asOf: rfc3339(now) } as const;
  }
  return { from: status.from, lists: status.lists.filter((list) => list.uri === uri), asOf };
}
