import type { DatabaseProxy } from '../support/database-proxy.js';
import { type Fault, rows, type Scene } from './fault.js';

const attestation = ['attestation'] as const;

// What is in memory comes at once, but a busy machine may take its time for that; what must be read never comes.
const warm = { begins: 'before', warm: true, waits: { receiptMs: 4_000, anchorsMs: 4_000 } } as const;
const cold = { begins: 'before', waits: { receiptMs: 250, anchorsMs: 250 } } as const;

const fails = (fault: string, how: (proxy: DatabaseProxy, scene: Scene) => void): Fault[] => {
  const acts: Pick<Fault, 'begin' | 'end' | 'opens'> = {
    opens: attestation,
    begin: (scene) => how(scene.world.proxies.service, scene),
    end: ({ world }) => world.proxies.service.heal(),
  };
  return [
    { fault: `${fault}; the process holds the licences’ proofs`, own: warm, ...acts },
    { fault: `${fault}; the process has read nothing of it`, own: cold, ...acts },
  ];
};

/** The log and its anchors, read in the role *service*: for receipts that nobody brought, and to judge those that were. */
export const ofLog: readonly Fault[] = [
  ...fails('down: connections end, and new ones are refused', (proxy) => proxy.refuse()),
  ...fails('slow: answers come after their time', (proxy) => proxy.hold()),
  ...fails('stale: connections lead to a copy from before the revocation', (proxy, { world }) =>
    proxy.lead(world.registry.database.name, world.old),
  ),
  ...fails('wrong: bytes that are no protocol', (proxy) => proxy.garble()),
  {
    fault: 'wrong: checkpoints that nobody signed',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('log_checkpoint', 'update log_checkpoint set note = reverse(note)'),
  },
  {
    fault: 'wrong: tiles of other hashes',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('log_tile', `update log_tile set hashes = decode(repeat('5a', length(hashes)), 'hex')`),
  },
  {
    fault: 'wrong: the places of the two licences changed for each other',
    opens: attestation,
    ...rows(
      'log_leaf',
      ({ genuine, revoked }) => `
      update log_leaf set leaf_index = -1 - leaf_index where journal_id in (select master_event_id from licence
        where identifier in ('${genuine.identifier}', '${revoked.identifier}'));
      update log_leaf set leaf_index = (select max(-1 - leaf_index) + min(-1 - leaf_index) from log_leaf where leaf_index < 0)
        - (-1 - leaf_index) where leaf_index < 0`,
    ),
  },
  {
    fault: 'wrong: anchors with another root',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('anchor', `update anchor set root = sha256(root)`),
  },
  {
    fault: 'wrong: anchors in another block',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('anchor', `update anchor set block_number = block_number + 1`),
  },
  {
    fault: 'wrong: anchors after another one than the log’s',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('anchor', `update anchor set previous_size = previous_size + 1`),
  },
  {
    fault: 'wrong: anchors that the log did not state',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('anchor', `update anchor set root = sha256(root), statement = reverse(statement)`),
  },
  {
    fault: 'wrong: no anchor at all',
    opens: attestation,
    own: { begins: 'after' },
    ...rows('anchor', `delete from anchor`),
  },
];
