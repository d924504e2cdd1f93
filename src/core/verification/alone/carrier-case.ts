import type { CarrierSaid, ReadCarrier } from '../../carrier/said.js';
import { type LicenceIdentifier, parseLicenceIdentifier } from '../../identifier/index.js';
import { isJsonObject } from '../../json/index.js';
import type { Result } from '../../result.js';
import { isDay } from '../../time/index.js';
import type { CarrierInHand } from '../carrier.js';
import type { Case } from '../case.js';

const day = 24 * 60 * 60 * 1000;

/** What the checks of a carrier without its master are given. */
export type CarrierCase = Omit<Case, 'subject' | 'carrier'> & {
  carrier: CarrierInHand;
  read: ReadCarrier;
  identifier: Result<LicenceIdentifier>;
  dates: SaidDates;
  place?: { uri: string; index: number };
  masterDigest: string;
};

/** The dates that a carrier says, in milliseconds: first moments, and the first that is outside. */
export interface SaidDates {
  /** The day of issuing begins. */
  issued: number;
  from: number;
  until?: number;
}

/** Makes the case of a carrier; `undefined` when it does not say its dates as values. */
export function carrierCase(
  given: Omit<Case, 'subject' | 'carrier'>,
  carrier: CarrierInHand,
  read: ReadCarrier,
): CarrierCase | undefined {
  const dates = saidDates(read.said);
  if (dates === undefined) return undefined;
  const identifier = parseLicenceIdentifier(read.said.identifier);
  const { masterDigest } = read.said;
  return { ...given, carrier, read, identifier, dates, masterDigest, ...placeOf(read.said) };
}

/** When a day of Asia/Shanghai begins; `undefined` for what is no day. */
function startOf(value: unknown): number | undefined {
  return typeof value === 'string' && isDay(value) ? Date.parse(`${value}T00:00:00+08:00`) : undefined;
}

function saidDates({ fields }: CarrierSaid): SaidDates | undefined {
  const issued = startOf(fields.get('/issuanceDate'));
  const from = exact(fields.get('/notBefore')) ?? startOf(fields.get('/validFrom'));
  if (issued === undefined || from === undefined) return undefined;
  const last = fields.get('/validUntil');
  if (last === null) return { issued, from };
  const lastDay = startOf(last);
  const until = exact(fields.get('/expires')) ?? (lastDay === undefined ? undefined : lastDay + day);
  return until === undefined ? undefined : { issued, from, until };
}

function exact(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

function placeOf({ fields }: CarrierSaid): Pick<CarrierCase, 'place'> {
  const status = fields.get('/status');
  if (!isJsonObject(status) || typeof status.uri !== 'string' || typeof status.index !== 'number') return {};
  return { place: { uri: status.uri, index: status.index } };
}
