/** Loads what the worker and the ceremonies on a chain need: the ledger's verbs, the chain, the contracts. */
export const loadLedger = () => import('./ledger.js');
