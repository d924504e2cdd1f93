import {
  formatDigest,
  type InclusionPromise,
  type LicenceEvent,
  promiseSigningInput,
  toBase64url,
} from '../core/index.js';
import { maxMergeDelayMs, rfc3339 } from '../platform/index.js';
import type { EcSigner } from '../signing/index.js';

/** The part of a promise that is kept beside event, salt and entry. */
export type StoredPromise = Pick<InclusionPromise, 'time' | 'loggedBy' | 'keyId' | 'signature'>;

/** An event as it is kept, with what its promise needs. */
export interface KeptEvent {
  event: LicenceEvent;
  /** 32 bytes. */
  salt: Buffer;
  /** 32 bytes. */
  entry: Buffer;
  promise: StoredPromise;
}

/** Signs that an entry will be logged within the merge delay; ES256, one signature. */
export function promiseInclusion(entry: Buffer, now: number, key: EcSigner): StoredPromise {
  const time = rfc3339(now);
  const loggedBy = rfc3339(now + maxMergeDelayMs);
  const signature = key.sign(Buffer.from(promiseSigningInput({ entry: formatDigest(entry), loggedBy, time })));
  return { time, loggedBy, keyId: key.keyId, signature: toBase64url(signature) };
}

/** The promise as a client gets it; the same text on every repeat, whatever order the database gave the members in. */
export function inclusionPromiseOf({ event, salt, entry, promise }: KeptEvent): InclusionPromise {
  return {
    event: {
      identifier: event.identifier,
      typeCode: event.typeCode,
      typeVersion: event.typeVersion,
      command: event.command,
      masterDigest: event.masterDigest,
      statusIndex: event.statusIndex,
      previousEvent: event.previousEvent,
      time: event.time,
    },
    salt: toBase64url(salt),
    entry: formatDigest(entry),
    time: promise.time,
    loggedBy: promise.loggedBy,
    keyId: promise.keyId,
    signature: promise.signature,
  };
}
