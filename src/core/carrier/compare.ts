import { formatDigest } from '../bytes/index.js';
import { fromBase64 } from '../checkpoint/base64.js';
import type { ParsedSdJwt } from '../credential/index.js';
import type { CryptoPort } from '../crypto/index.js';
import type { JsonValue } from '../json/index.js';
import type { TrustList } from '../trust/index.js';
import { difference } from './difference.js';
import { licenceSaid } from './licence-said.js';
import { waysToSay } from './pdf/say.js';
import type { CarrierSaid } from './said.js';
import { absent, hidden, valueAt } from './value-at.js';

/** How a carrier was held against its master: of so many fields, how many could be compared, and the first that differs. */
export interface Comparison {
  said: number;
  compared: number;
  /** Pointer of the first field that differs, in the words of the reported licence. */
  differs?: string;
}

/** How much of the master is in hand, and what may not be compared. */
export interface ComparedBy {
  /** Every disclosure is there: what the master lacks, the carrier may not say. */
  whole: boolean;
  /** The names in the trust list are those of the carrier's own day: a former name is no difference otherwise. */
  names?: boolean;
  crypto: Pick<CryptoPort, 'sha256'>;
}

/** Said by the trust list, in two languages, and not by the master. */
const named = new Set(['/typeName', '/issuer/name']);

/**
 * Holds what a carrier says against its master and the trust list, field by field. What a presentation does not disclose
 * can't be compared; what a whole master lacks is a difference.
 */
export function compareFields(
  { identifier, fields, texts = [], pictures = [] }: CarrierSaid,
  master: ParsedSdJwt,
  list: TrustList,
  { whole, names = true, crypto }: ComparedBy,
): Comparison {
  const licence = licenceSaid(master, list);
  const comparison: Comparison = { said: fields.size + texts.length + pictures.length, compared: 0 };
  if (identifier !== master.clear.licence_id) return { ...comparison, differs: '/identifier' };
  const look = (pointer: string, nothing: boolean, judge: (known: JsonValue) => string | undefined): boolean => {
    if (!names && named.has(pointer)) return true;
    const known = valueAt(licence, pointer, whole);
    if (known === hidden) return true;
    comparison.compared++;
    if (known !== absent) comparison.differs = judge(known);
    else if (!nothing) comparison.differs = pointer;
    return comparison.differs === undefined;
  };
  for (const [pointer, value] of fields) {
    const judge = (known: JsonValue) =>
      named.has(pointer) ? unlessOneOf(value, known, pointer) : difference(value, known, pointer, whole);
    if (!look(pointer, value === null, judge)) return comparison;
  }
  for (const { pointer, text } of texts) {
    const judge = (known: JsonValue) => (waysToSay(known).includes(text) ? undefined : pointer);
    if (!look(pointer, false, judge)) return comparison;
  }
  for (const { pointer, digest } of pictures) {
    if (!look(pointer, false, (known) => (digestOf(known, crypto) === digest ? undefined : pointer))) return comparison;
  }
  return comparison;
}

/** The first field that differs, as {@link compareFields} finds it; `undefined` when none does. */
export function compareCarrier(
  said: CarrierSaid,
  master: ParsedSdJwt,
  list: TrustList,
  by: ComparedBy,
): { pointer: string } | undefined {
  const { differs } = compareFields(said, master, list, by);
  return differs === undefined ? undefined : { pointer: differs };
}

/** The digest of a picture that a master has in base64. */
function digestOf(value: JsonValue, crypto: ComparedBy['crypto']): string | undefined {
  const bytes = typeof value === 'string' ? fromBase64(value) : undefined;
  return bytes && formatDigest(crypto.sha256(bytes));
}

function unlessOneOf(value: JsonValue, names: JsonValue, pointer: string): string | undefined {
  return Object.values(names as object).includes(value) ? undefined : pointer;
}
