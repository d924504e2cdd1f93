import { z } from 'zod';

export const Anchor = z
  .object({
    chainId: z.number(),
    contract: z.string(),
    logId: z.string(),
    treeSize: z.number(),
    transactionHash: z.string(),
    blockNumber: z.number(),
    blockTime: z.string(),
  })
  .meta({ id: 'Anchor' });

/** With an `anchor`, `treeSize` and `checkpoint` are the anchored ones. Digests are `sha-256:` and base64url. */
export const ReceiptAnswer = z
  .object({
    event: z.record(z.string(), z.unknown()),
    salt: z.string(),
    entry: z.string(),
    index: z.number(),
    treeSize: z.number(),
    inclusionProof: z.array(z.string()),
    checkpoint: z.string(),
    anchor: Anchor.nullable(),
    previousAnchor: Anchor.nullable(),
  })
  .meta({ id: 'Receipt' });

export const PendingReceipt = z
  .object({ inclusionPromise: z.record(z.string(), z.unknown()) })
  .meta({ id: 'PendingReceipt' });
