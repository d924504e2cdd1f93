import type { Period } from '../../signing/index.js';

/** A certificate's time from now on. A minute earlier than now: another machine's clock may be behind. */
export const years = (now: number, count: number): Period => ({
  notBefore: new Date(now - 60_000),
  notAfter: new Date(now + count * 365 * 24 * 60 * 60 * 1000),
});
