/** `Receipts`, one for the process. */
export const RECEIPTS = Symbol('Receipts');
