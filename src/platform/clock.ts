import { instantText } from '../core/index.js';

/** Wall time in milliseconds since 1970. Handed in, so that a test can stand at any moment. */
export type Clock = () => number;

export const systemClock: Clock = Date.now;

/** RFC 3339 in UTC with milliseconds. */
export const rfc3339: (ms: number) => string = instantText;

/** Milliseconds that only go forward, whatever is done to the wall clock: ages and timeouts are counted by it. */
export const monotonicClock: Clock = () => performance.now();
