import type * as Judge from './index.js';

/** The judge is fetched when it is first needed; what it needs is most of what a page weighs. */
export const loadJudge = (): Promise<typeof Judge> => import('./index.js');
