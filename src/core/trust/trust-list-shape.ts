import { fromBase64url, parseDigest } from '../bytes/index.js';
import { es256Key, type Guard, isText, listOf, members, oneOf, textOf, wholeNumber } from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import { contractKey } from './trust-index.js';
import type { ListedKey, TrustList } from './trust-list.js';

const instant = isText((text) => parseInstant(text) !== undefined);
const digest = isText((text) => parseDigest(text) !== undefined);
const name = members({ 'zh-CN': textOf(256), en: textOf(256) }, {}, 'ignored');
const code = isText(/^[0-9A-Z]{3,64}$/);
const certificate = members(
  {
    thumbprint: digest,
    publicKey: es256Key,
    notBefore: instant,
    notAfter: instant,
  },
  { compromisedAt: instant },
  'ignored',
);
const right = members({ typeCode: code, from: instant }, { until: instant }, 'ignored');
const authority = members(
  {
    creditCode: code,
    name,
    issuer: textOf(2048),
    certificates: listOf(certificate, 1000),
    rights: listOf(right, 10_000),
  },
  {},
  'ignored',
);
const type = members({ code, name, vct: listOf(textOf(2048), 100) }, {}, 'ignored');
const anyKey = members(
  {
    use: oneOf(['promise', 'status', 'carrier', 'verification'] as const),
    keyId: textOf(256),
    publicKey: es256Key,
    from: instant,
  },
  { until: instant, compromisedAt: instant, certificate: digest },
  'ignored',
);
/** RFC 7638, SHA-256, in its one form of base64url. */
const isThumbprint = (text: string): boolean => fromBase64url(text)?.length === 32;
const key: Guard<ListedKey> = (value): value is ListedKey => {
  if (!anyKey(value)) return false;
  if (value.use !== 'carrier') return value.certificate === undefined;
  return value.certificate !== undefined && isThumbprint(value.keyId);
};
const log = members({ origin: textOf(512), noteKey: textOf(512) }, {}, 'ignored');
const contract = members(
  {
    chainId: wholeNumber(0),
    address: isText(/^0x[0-9a-fA-F]{40}$/),
    logId: isText(/^0x[0-9a-fA-F]{64}$/),
    origin: textOf(512),
  },
  {},
  'ignored',
);

const witness = members({ name: textOf(512), noteKey: textOf(512), from: instant }, { until: instant }, 'ignored');

/** The shape of a trust list. Members that a later build adds are passed over: the root signed them too. */
export const isTrustList: Guard<TrustList> = members(
  {
    number: wholeNumber(1),
    issuedAt: instant,
    expiresAt: instant,
    registry: members({ name, baseUrl: textOf(2048), timeZone: textOf(64) }, {}, 'ignored'),
    authorities: listOf(authority, 100_000),
    types: listOf(type, 10_000),
    keys: listOf(key, 1000),
    logs: listOf(log, 1000),
    contracts: listOf(contract, 1000),
  },
  { nextRoot: es256Key, witnesses: listOf(witness, 100), witnessQuorum: wholeNumber(1) },
  'ignored',
);

/** What a list names twice though it may stand for one thing only, or `undefined`. */
export function trustListClash(list: TrustList): string | undefined {
  return (
    twice(list.authorities.map(({ creditCode }) => creditCode)) ??
    twice(list.authorities.map(({ issuer }) => issuer)) ??
    twice(list.authorities.flatMap(({ certificates }) => certificates.map(({ thumbprint }) => thumbprint))) ??
    twice(list.types.map((item) => item.code)) ??
    twice(list.keys.map(({ keyId }) => keyId)) ??
    twice(list.keys.flatMap(({ certificate }) => certificate ?? [])) ??
    twice(list.logs.map(({ origin }) => origin)) ??
    twice(list.contracts.map(({ chainId, address, logId }) => contractKey(chainId, address, logId))) ??
    twice((list.witnesses ?? []).map((item) => item.name))
  );
}

function twice(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}
