import { VersionLog } from '../../../src/core/verification/testing/version-log.js';
import { at, chance, iso, statusToken, trustOf, w } from './scene.js';
import { type Crime, type Family, kind, type Overlay } from './vector.js';

const hour = 3_600_000;
/** The moment in the past that is asked about. */
export const moment = at - 24 * hour;
// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
type Loose = any;

interface Pressed {
  log: VersionLog;
  pair: { before: Loose; after: Loose };
}

/** A log whose trees are larger than that of the licence, so that one chain holds the anchors of both. */
function newLog(): VersionLog {
  const log = new VersionLog(w, chance);
  for (let i = 0; i < 6; i++) log.append({ kind: 'key', name: `key-${i}`, content: '{}' }, moment - 30 * hour);
  log.anchor(moment - 29 * hour);
  return log;
}

const around = (log: VersionLog, name = '1', when = moment) =>
  JSON.parse(JSON.stringify(log.around('status-list', name, when))) as Pressed['pair'];

/** A status list that was pressed before the moment and, with a change, after it; each version under an anchor. */
function pressed(index = 3, changed = moment + hour): Pressed {
  const log = newLog();
  log.press(1, new Uint8Array(64), moment - 2 * hour);
  log.anchor(moment - 2 * hour + 60_000);
  log.press(1, [{ index, value: 1, time: changed }], moment + 2 * hour);
  log.anchor(moment + 2 * hour + 60_000);
  return { log, pair: around(log) };
}

/** The genuine licence as of yesterday: a token of today says nothing of moment, the logged versions do. */
export function past(change: (made: Pressed) => void = () => {}, made = pressed()): Overlay {
  const { receipt, anchors } = w.log(w.issued);
  change(made);
  return {
    '/at': moment,
    '/status': { from: 'token', token: statusToken(), asOf: iso(at) },
    '/receipt/value': receipt,
    '/anchors/anchors': [...anchors, ...made.log.anchors],
    '/history': { roots: [w.root.jwk], status: made.pair },
  };
}

const unproven = kind('status', 'history-unproven', { on: 'past' });
const crime = (
  name: string,
  because: string,
  change: (pair: Pressed['pair'], log: VersionLog) => void,
  more = {},
): Crime =>
  unproven(
    name,
    'own: versions n and n + 1 around the moment',
    because,
    () => past(({ pair, log }) => change(pair, log)),
    more,
  );
const versions = [
  crime('no version from before', 'no version from before', (pair) => {
    pair.before = undefined;
  }),
  crime(
    'no version at all',
    'no version of that moment',
    (pair) => {
      pair.before = undefined;
      pair.after = undefined;
    },
    { signed: false },
  ),
  crime('no version from after', 'the version after is missing', (pair) => {
    pair.after = undefined;
  }),
  crime('the content is another', 'version-content-differs', (pair) => {
    pair.before.content = pair.after.content;
  }),
  crime('the version is another', 'receipt-entry-mismatch', (pair) => {
    pair.before.version.number = 2;
  }),
  crime('the version is dated back', 'receipt-entry-mismatch', (pair) => {
    pair.after.version.time = iso(moment - hour);
  }),
  crime('the salt is another', 'receipt-entry-mismatch', (pair) => {
    pair.before.salt = 'A'.repeat(43);
  }),
  crime(
    'a version under a checkpoint that the log did not sign',
    'checkpoint-signature-wrong',
    (pair) => {
      pair.before.checkpoint = pair.before.checkpoint.replace(/(— \S+ \S{8})\S{4}/, '$1AAAA');
    },
    { signed: false },
  ),
  crime('a version without its proof', 'receipt-inclusion-wrong', (pair) => {
    pair.after.inclusionProof = [];
  }),
  crime('a version under an anchor of another chain', 'anchor-contract-unknown', (pair) => {
    pair.before.anchor.chainId = 1;
  }),
  crime('the same version twice', 'a later version was in force', (pair) => {
    pair.after = pair.before;
  }),
  crime('the version after in place of the one before', 'the version is younger than the moment', (pair) => {
    pair.before = pair.after;
    pair.after = undefined;
  }),
  crime('the versions of another list', 'a version of another record', (pair, log) => {
    log.press(2, new Uint8Array(64), moment + 3 * hour);
    log.anchor(moment + 4 * hour);
    pair.before = around(log, '2', moment + 3 * hour + 1).before;
  }),
  crime(
    'a version that is no receipt',
    'version-receipt-malformed',
    (pair) => {
      pair.before = { version: 1 };
    },
    { signed: false },
  ),
  kind('status', 'history-begins-later', { on: 'past' })(
    'the list begins after the moment',
    'own: nothing is known of before',
    undefined,
    () => {
      const log = newLog();
      log.press(1, new Uint8Array(64), moment + hour);
      log.anchor(moment + 2 * hour);
      return past(undefined, { log, pair: around(log) });
    },
  ),
  kind('status', 'status-invalid', { on: 'past' })(
    'it was revoked before the moment',
    'own: versions n and n + 1 around the moment',
    undefined,
    () => past(undefined, pressed(7, moment - 60_000)),
  ),
  kind('issuer', 'history-unproven', { on: 'past', also: ['right-to-issue'] })(
    'today’s list is younger than the moment, and none of then is brought',
    'own: the list in force on that day',
    undefined,
    () => ({
      ...past(),
      '/trust/jws': trustOf({ number: 5, issuedAt: iso(moment + hour) }),
    }),
  ),
];

export const history: Family[] = [{ family: 'history', about: 'How it was at a moment in the past', crimes: versions }];
