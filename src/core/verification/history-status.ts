import { parseStatusContent, statusBetween } from '../record/index.js';
import { ok, type Result, refuse } from '../result.js';
import type { StatusValue } from '../status/index.js';
import type { StatusCase } from './case.js';
import type { HistoryCode } from './codes.js';
import { judgePair, spellPair } from './history.js';

/** Why the status of a licence can't be looked up in a list. */
export const noPlace = 'the carrier does not say its place on a status list';

/** A value of the past, and by which versions. */
export interface StatusThen {
  value: StatusValue;
  by: string;
}

/**
 * The status that was in force at the moment asked for, by the versions of the licence's status list around it. Without
 * a later version than n only who knows that nothing changed since n may take it (`unchangedSince`).
 */
export function statusThen(given: StatusCase, unchangedSince: boolean): Result<StatusThen, HistoryCode> {
  const { evidence, place, trust, at, crypto } = given;
  if (place === undefined) return refuse('history-unproven', noPlace);
  if ('lacks' in trust) return refuse('history-unproven', 'no trust list names the log');
  const { uri, index } = place;
  const name = /\/status-lists\/(0|[1-9][0-9]{0,9})$/.exec(uri)?.[1];
  if (name === undefined) return refuse('history-unproven', 'the licence names no status list of a registry');
  const pair = judgePair(evidence.history?.status, { kind: 'status-list', name }, { ...given, list: trust.list });
  if (!pair.ok) return pair;
  const { before, after } = pair.value;
  if (after === undefined && !unchangedSince) return refuse('history-unproven', 'the version after is missing');
  const [first, second] = [before, after].map((one) => one && parseStatusContent(one.content, crypto));
  for (const content of [first, second]) {
    if (content?.ok === false) return refuse('history-unproven', content.code);
    if (content?.ok && String(content.value.list) !== name) return refuse('history-unproven', 'values of another list');
  }
  if (!first?.ok) return refuse('history-unproven');
  const value = statusBetween(first.value, second?.ok ? second.value : undefined, index, at);
  if (value === undefined) return refuse('history-unproven', 'the list has no such place');
  return ok({ value, by: spellPair(pair.value) });
}
