export { AnchorBook, type AnchorsKnown } from './anchor-book.js';
export { AttestationModule } from './attestation.module.js';
export { LedgerChain, logIdOf, openProvider } from './chain.js';
export { type ContractDeployment, deployContracts } from './deploy-contracts.js';
export { depthFinality, type Finality, fileFinality, openFinality } from './finality.js';
export { fundAnchorer } from './fund-anchorer.js';
export { LedgerFault } from './ledger-fault.js';
export { type LogKey, logKey, logNoteKey } from './log-key.js';
export { type LoggedEvent, Receipts } from './receipt.js';
export { type RunningWorker, type RunOptions, runWorker } from './run-worker.js';
export { RECEIPTS } from './tokens.js';
export {
  AttestationWorker,
  type ChainParts,
  type Tick,
  type Verb,
  type VerbState,
  type WorkerParts,
} from './worker.js';
