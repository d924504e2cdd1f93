// The second door, for commands that must start at once: nothing behind it loads a framework, a database or a chain.
export { rfc3339, systemClock } from './clock.js';
export { readConfig } from './config.js';
export { nodeCrypto } from './crypto/node-crypto.js';
