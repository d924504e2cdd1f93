import type pg from 'pg';
import { formatNoteKey, type TrustList } from '../../core/index.js';
import { nodeCrypto, rfc3339 } from '../../platform/index.js';
import { issuerUri } from '../../registry/index.js';
import { certificateThumbprint, type Keystore, readCertificate } from '../../signing/index.js';
import { readWhoMaySign } from './trust-list.store.js';

export interface TrustListInput {
  at: number;
  lifetimeMs: number;
  number: number;
  registryName: { 'zh-CN': string; en: string };
  baseUrl: string;
  /** What licences name as `iss` and `vct`. */
  identity: string;
  timeZone: string;
  logOrigin: string;
  contract?: { chainId: number; address: string; logId: string };
  /** Verifier keys of witnesses, and how many of them must agree. */
  witnesses?: readonly string[];
  witnessQuorum?: number;
  /** The list before this one: a key stays valid since it was first named. */
  previous?: TrustList;
}

/** Reads who may sign what from the database (as *owner*) and the public halves of the keystore. */
export async function buildTrustList(
  client: pg.ClientBase,
  keystore: Keystore,
  input: TrustListInput,
): Promise<TrustList> {
  const { authorities, rights, types } = await readWhoMaySign(client);
  const from = rfc3339(input.at);
  return {
    number: input.number,
    issuedAt: from,
    expiresAt: rfc3339(input.at + input.lifetimeMs),
    registry: { name: input.registryName, baseUrl: input.baseUrl, timeZone: input.timeZone },
    authorities: authorities.map((row) => ({
      creditCode: row.credit_code,
      name: { 'zh-CN': row.name_zh, en: row.name_en },
      issuer: issuerUri(input.identity, row.credit_code),
      certificates: certificatesOf(keystore, `authority/${row.credit_code}`),
      rights: rights
        .filter((right) => right.organisation_id === row.id)
        .map((right) => ({
          typeCode: right.type_code,
          from: startOfDay(right.from, input.timeZone),
          ...(right.until ? { until: startOfDay(right.until, input.timeZone) } : {}),
        })),
    })),
    types: types.map((type) => ({
      code: type.code,
      name: { 'zh-CN': type.name_zh, en: type.name_en },
      vct: type.versions.map((version) => `${input.identity}/types/${type.code}/v${version}`),
    })),
    keys: [
      ...registryUses(keystore).map((use) => {
        const { keyId, publicKey } = keystore.ec(use);
        const known = input.previous?.keys.find((key) => key.keyId === keyId);
        return { use, keyId, publicKey, from: known?.from ?? rfc3339(input.at - 60_000) };
      }),
      ...carrierKeysOf(keystore, input.previous),
    ],
    logs: [
      {
        origin: input.logOrigin,
        noteKey: formatNoteKey(input.logOrigin, keystore.ed25519('log').publicKey, nodeCrypto),
      },
    ],
    contracts: input.contract ? [{ ...input.contract, origin: input.logOrigin }] : [],
    ...witnessesOf(input),
  };
}

/** A registry may be without a key for verification receipts. */
const registryUses = (keystore: Keystore) =>
  keystore.has('verification') ? (['promise', 'status', 'verification'] as const) : (['promise', 'status'] as const);

/** A key for carriers counts as long as its certificate; a registry may be without one. */
function carrierKeysOf(keystore: Keystore, previous?: TrustList): TrustList['keys'] {
  if (!keystore.has('carrier')) return [];
  const { keyId, publicKey, certificates } = keystore.ec('carrier');
  const [leaf] = certificates;
  if (leaf === undefined) return [];
  const certificate = certificateThumbprint(leaf);
  const named = previous?.keys.find((key) => key.keyId === keyId);
  // The list has one certificate a key, and what was named stays named.
  if (named && named.certificate !== certificate)
    throw new Error('the carrier key was given another certificate: make a new key (elicence keys renew-carrier)');
  const { notBefore, notAfter } = readCertificate(leaf);
  return [{ use: 'carrier', keyId, publicKey, from: notBefore, until: notAfter, certificate }];
}

/** A witness counts since it was first named. */
function witnessesOf({ witnesses = [], witnessQuorum, at }: TrustListInput): Partial<TrustList> {
  if (witnesses.length === 0) return {};
  const from = rfc3339(at - 60_000);
  return {
    witnesses: witnesses.map((noteKey) => ({ name: noteKey.slice(0, noteKey.indexOf('+')), noteKey, from })),
    ...(witnessQuorum === undefined ? {} : { witnessQuorum }),
  };
}

function certificatesOf(keystore: Keystore, name: string): TrustList['authorities'][number]['certificates'] {
  if (!keystore.has(name)) return [];
  const key = keystore.ec(name);
  const leaf = key.certificates[0];
  if (leaf === undefined) return [];
  const { notBefore, notAfter } = readCertificate(leaf);
  return [{ thumbprint: certificateThumbprint(leaf), publicKey: key.publicKey, notBefore, notAfter }];
}

/** The moment at which a day begins in a zone; zones with daylight saving are right too, since the offset is that day's. */
export function startOfDay(day: string, timeZone: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const offset = (at: number): number => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at);
    const [date, time] = parts.split(', ');
    return Date.parse(`${date}T${time}Z`) - at;
  };
  return rfc3339(utc - offset(utc - offset(utc)));
}
