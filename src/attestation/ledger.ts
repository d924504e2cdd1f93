// What grows the log and speaks to a chain. Entered by `loadLedger` alone: it brings ethers, which a serving process never needs.
export { LedgerChain, openProvider } from './chain.js';
export { deployContracts } from './deploy-contracts.js';
export { openFinality } from './finality.js';
export { fundAnchorer } from './fund-anchorer.js';
export { runWorker } from './run-worker.js';
export { AttestationWorker } from './worker.js';
