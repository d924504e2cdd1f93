import { z } from 'zod';
import { Anchor } from './receipt.schema.js';

export const VersionsQuery = z
  .strictObject({
    /** The versions around this moment, each with its proof. RFC 3339. */
    at: z.iso.datetime({ offset: true }).optional(),
    /** This one version with its proof. */
    number: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
    /** A number: versions above it follow. */
    after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(200),
  })
  .refine(({ at, number }) => at === undefined || number === undefined, 'ask by at or by number');
export type VersionsQuery = z.output<typeof VersionsQuery>;

const RecordVersion = z
  .object({
    kind: z.string(),
    name: z.string(),
    number: z.number().int(),
    previous: z.string().nullable(),
    contentDigest: z.string(),
    time: z.string(),
  })
  .meta({ id: 'RecordVersion' });

const VersionReceipt = z
  .object({
    version: RecordVersion,
    content: z.string(),
    salt: z.string(),
    entry: z.string(),
    index: z.number().int(),
    treeSize: z.number().int(),
    inclusionProof: z.array(z.string()),
    checkpoint: z.string(),
    anchor: Anchor.nullable(),
    previousAnchor: Anchor.nullable(),
  })
  .meta({ id: 'VersionReceipt' });

/** By `number` one receipt; by `at` the two around it; else the list, `index` null until a version has a place in the log. */
export const VersionsAnswer = z
  .union([
    VersionReceipt,
    z.object({ before: VersionReceipt.nullable(), after: VersionReceipt.nullable() }),
    z.object({
      items: z.array(z.object({ version: RecordVersion, entry: z.string(), index: z.number().int().nullable() })),
      next: z.string().nullable(),
    }),
  ])
  .meta({ id: 'Versions' });
export type VersionsAnswer = z.output<typeof VersionsAnswer>;
