export type { CryptoPort, EcPublicJwk } from './port.js';
