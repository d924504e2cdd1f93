export { miniatureBytes, miniaturePortrait } from './miniature-portrait.js';
export { offlineQrPortrait } from './offline-qr-portrait.js';
