// What grows the log and speaks to a chain. Entered by `loadLedger` alone: it brings ethers, which a serving process never needs.
export { LedgerChain } from './chain.js';
export type { ChainNode } from './chain-nodes.js';
export { cosigner } from './cosign.js';
export { deployContracts } from './deploy-contracts.js';
export { openFinality } from './finality.js';
export { fundAnchorer } from './fund-anchorer.js';
export { publishIssuers } from './publish-issuers.js';
export { type AnchoredHistory, readAnchored } from './read-anchored.js';
export { refillFromMirror } from './recover/from-mirror.js';
export { openMirror } from './recover/mirror.js';
export { openSuccessor } from './recover/open-successor.js';
export { nodeName, openFirstProvider, openProvider } from './rpc-provider.js';
export { runWorker } from './run-worker.js';
export { changeAnchorer, continueLog, retireContract } from './succeed-contract.js';
export { AttestationWorker } from './worker.js';
