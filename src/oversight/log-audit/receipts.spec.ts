import { describe, expect, it } from '@jest/globals';
import {
  contentDigest,
  eventEntry,
  formatDigest,
  inclusionProof,
  type LicenceEvent,
  leafHash,
  type RecordVersion,
  toBase64url,
  versionEntry,
} from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { NotCompleted } from './lie.js';
import { openReceipt } from './receipts.js';
import { entriesOf, memoryLog } from './testing/memory-log.js';

const salt = new Uint8Array(32).fill(7);
const time = '2026-11-24T22:00:00.000Z';
const content = '{"type":"one"}';
const version: RecordVersion = {
  kind: 'licence-type',
  name: '11100000000013338W011',
  number: 1,
  previous: null,
  contentDigest: contentDigest(content, nodeCrypto),
  time,
};
const event: LicenceEvent = {
  identifier: '1.2.156.3005.2.11100000000013338W011.11110000000013000X.0000000001.001.N',
  typeCode: '11100000000013338W011',
  typeVersion: 1,
  command: 'issue',
  masterDigest: formatDigest(salt),
  statusIndex: 3,
  previousEvent: null,
  time,
};
const told = [Buffer.from(versionEntry(version, salt, nodeCrypto)), Buffer.from(eventEntry(event, salt, nodeCrypto))];
const entries = [...told, ...entriesOf(5)];
const log = memoryLog(entries);
const leaves = entries.map((entry) => leafHash(entry, nodeCrypto));
const checkpoint = (log.pieces.get('/log/checkpoint') as Buffer).toString();

const receiptOf = (index: number, of: object) => ({
  ...of,
  salt: toBase64url(salt),
  entry: formatDigest(entries[index] as Buffer),
  index,
  treeSize: entries.length,
  inclusionProof: inclusionProof(leaves, index, nodeCrypto).map(formatDigest),
  checkpoint,
  anchor: null,
  previousAnchor: null,
});
const ofVersion = receiptOf(0, { version, content });
const ofEvent = receiptOf(1, { event });
const open = (value: unknown) => openReceipt('receipt.json', value, log.key, nodeCrypto);

describe(openReceipt.name, () => {
  it.each([
    ['an event', ofEvent],
    ['a version of a record', ofVersion],
  ])('gives the checkpoint that holds %s', (_what, receipt) => {
    expect(open(receipt)).toMatchObject({ size: 7, note: checkpoint, from: 'receipt.json' });
  });

  it.each([
    ['another event', { ...ofEvent, event: { ...event, time: '2020-01-01T00:00:00.000Z' } }],
    ['another version', { ...ofVersion, version: { ...version, number: 2 } }],
    ['another content', { ...ofVersion, content: '{}' }],
    ['another salt', { ...ofEvent, salt: toBase64url(new Uint8Array(32)) }],
    ['another place', { ...ofEvent, index: 2 }],
    ['another proof', { ...ofEvent, inclusionProof: ofVersion.inclusionProof }],
    [
      'a checkpoint of another log',
      { ...ofEvent, checkpoint: memoryLog(entries).pieces.get('/log/checkpoint')?.toString() },
    ],
    ['both', { ...ofEvent, version, content }],
  ])('takes none of %s', (_what, receipt) => {
    expect(() => open(receipt)).toThrow(NotCompleted);
  });
});
