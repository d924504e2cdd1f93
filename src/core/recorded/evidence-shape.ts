import { parseDigest } from '../bytes/index.js';
import { carrierKinds } from '../carrier/index.js';
import { noteLimits } from '../checkpoint/index.js';
import { isJsonObject } from '../json/index.js';
import { licenceStates } from '../licence/index.js';
import { anchorGuard, type InclusionPromise, parsePromise } from '../receipt/index.js';
import {
  type Guard,
  type Guarded,
  isText,
  listOf,
  literal,
  members,
  oneOf,
  textOf,
  wholeNumber,
} from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import { trustBundleLimits } from '../trust-bundle/index.js';
import type { KnownAnchor, Policy } from '../verification/index.js';

/** The longest signed text in a record, in UTF-16 code units: a trust list. */
const most = 4 * 1024 * 1024;
const mostAnchors = 64;

const instant = isText((text) => parseInstant(text) !== undefined);
const digest = isText((text) => parseDigest(text) !== undefined);
const anything = (value: unknown): value is unknown => value !== undefined;
const isTrue = (value: unknown): value is true => value === true;
const isFalse = (value: unknown): value is false => value === false;
const flag = either(isTrue, isFalse);
const count = wholeNumber(0);
const isPromise = (value: unknown): value is InclusionPromise => parsePromise(value).ok;

function either<A, B>(one: Guard<A>, other: Guard<B>): Guard<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

const inChain = members({ root: digest, previousTreeSize: count });

function isKnownAnchor(value: unknown): value is KnownAnchor {
  if (!isJsonObject(value)) return false;
  const { root, previousTreeSize, ...anchor } = value;
  return inChain({ root, previousTreeSize }) && anchorGuard(anchor);
}

const unavailable = members({ unavailable: textOf(4096) }, { asOf: instant });
const trust = either(members({ jws: textOf(most), asOf: instant }, { seenNumber: count }), unavailable);
const unknown = members({ from: literal('registry'), known: isFalse, asOf: instant });
const known = members(
  { from: literal('registry'), known: isTrue, state: oneOf(licenceStates), asOf: instant },
  { since: instant, supersededBy: textOf(128) },
);
const token = members({ from: literal('token'), token: textOf(most), asOf: instant });
const masters = isText((text) => text.length <= 16 * trustBundleLimits.masters);
const bundle = members(
  {
    from: literal('bundle'),
    lists: listOf(members({ uri: textOf(2048), token: textOf(most) }), trustBundleLimits.statusLists),
    asOf: instant,
  },
  { masters: members({ invalid: masters, suspended: masters }) },
);
const status = either(either(unknown, known), either(either(token, bundle), unavailable));
const receipt = either(members({ value: anything, brought: flag }), unavailable);
const anchors = either(
  members({ anchors: listOf(isKnownAnchor, mostAnchors), asOf: instant }),
  either(members({ statements: listOf(textOf(noteLimits.length), mostAnchors), asOf: instant }), unavailable),
);
const pair = members({}, { before: anything, after: anything });

/** The evidence in a record, as it stands there: a PDF as base64, no root. */
export const evidenceGuard = members(
  { trust, status, receipt, anchors },
  {
    credential: textOf(most),
    carrier: members({ kind: oneOf(carrierKinds), content: textOf(most) }, { onRecord: flag, masterFound: flag }),
    promise: isPromise,
    history: members({}, { trust: pair, status: pair }),
    expected: members({}, { identifier: textOf(128) }),
    keyBinding: members({ audience: textOf(2048), nonce: textOf(512) }, { maxAge: wholeNumber(1) }),
  },
);
/** As a guard lets it through. */
export type WrittenEvidence = Guarded<typeof evidenceGuard>;

/** The shape of a policy; how wide it may be is for those who judge by it. */
export const policyGuard: Guard<Policy> = members({
  name: oneOf(['standard', 'strict', 'offline', 'custom'] as const),
  anchor: oneOf(['required', 'within-grace', 'not-required'] as const),
  attestationGrace: count,
  statusMaxAge: count,
  trustMaxAge: count,
  algorithms: listOf(oneOf(['ES256'] as const), 8),
});
