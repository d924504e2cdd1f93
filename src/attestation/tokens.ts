/** `Receipts`, one for the process. */
export const RECEIPTS = Symbol('Receipts');
/** `VersionReceipts`, one for the process. */
export const VERSION_RECEIPTS = Symbol('VersionReceipts');
