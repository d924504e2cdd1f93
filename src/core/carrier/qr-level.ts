import { offlineQrPrefix } from './offline-qr/index.js';

/** How much of a QR code may be lost: about 30, 25 and 15 of a hundred codewords. */
export type QrLevel = 'H' | 'Q' | 'M';

/** The largest version that a printed code has: of an address, and of an offline QR. */
export const qrVersions = { online: 8, offline: 25 } as const;

/**
 * The error-correction level that the code of a text is drawn with: the highest with which its version stays within
 * {@link qrVersions}, M where none does. `versionAt` tells the version of the text's code at a level; it may throw where no
 * version holds the text.
 */
export function qrLevelOf(text: string, versionAt: (level: QrLevel) => number): QrLevel {
  const most = text.startsWith(offlineQrPrefix) ? qrVersions.offline : qrVersions.online;
  const within = (level: QrLevel): boolean => {
    try {
      return versionAt(level) <= most;
    } catch {
      return false;
    }
  };
  return (['H', 'Q'] as const).find(within) ?? 'M';
}
