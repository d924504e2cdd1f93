import { createHash } from 'node:crypto';

/** The id of a log in the contract: 0x and the SHA-256 of its origin. */
export const logIdOf = (origin: string): string => `0x${createHash('sha256').update(origin).digest('hex')}`;
