import { canonicalJson, type JsonValue } from '../json/index.js';
import type { ListedAuthority, ListedRight, TrustList } from '../trust/trust-list.js';
import type { VersionDraft } from './next-version.js';

/** A record that a trust list speaks of, with what it says of it. */
export type TrustRecord = VersionDraft;

/** The name of the one trust list that a registry has. */
const listName = 'trust';

/**
 * The records that a signed trust list holds: the list itself (its JWS), each right (`<creditCode>/<typeCode>`, all its
 * periods), each key of the registry (by key id) and each certificate (by thumbprint).
 */
export function trustRecords(list: TrustList, jws: string): TrustRecord[] {
  return [
    { kind: 'trust-list', name: listName, content: jws },
    ...list.authorities.flatMap((authority) => [...rightsOf(authority), ...certificatesOf(authority)]),
    ...list.keys.map((key): TrustRecord => ({ kind: 'key', name: key.keyId, content: write(key) })),
  ];
}

function rightsOf({ creditCode, rights }: ListedAuthority): TrustRecord[] {
  const byType = new Map<string, Omit<ListedRight, 'typeCode'>[]>();
  for (const { typeCode, ...period } of rights) byType.set(typeCode, [...(byType.get(typeCode) ?? []), period]);
  return [...byType].map(([typeCode, periods]) => ({
    kind: 'right-to-issue',
    name: `${creditCode}/${typeCode}`,
    content: write({ creditCode, typeCode, periods }),
  }));
}

function certificatesOf({ creditCode, certificates }: ListedAuthority): TrustRecord[] {
  return certificates.map((certificate) => ({
    kind: 'key',
    name: certificate.thumbprint,
    content: write({ creditCode, ...certificate }),
  }));
}

function write(value: object): string {
  return canonicalJson(value as JsonValue);
}
