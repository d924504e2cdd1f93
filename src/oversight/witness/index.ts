export { EvidenceFolder } from './evidence-folder.js';
export { LogMemory } from './log-memory.js';
export { LogMirror } from './log-mirror.js';
export { type ChainView, lookUpAnchor } from './look-up.js';
export { type Mirroring, startMirroring } from './mirroring.js';
export { type ServedWitness, serveWitness } from './serve-witness.js';
export type { WatchedLog, WitnessParts } from './watched-log.js';
export { createWitnessKey, openWitnessKey, type WitnessKey } from './witness-key.js';
