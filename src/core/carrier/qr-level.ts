import { offlineQrPrefix } from './offline-qr/index.js';

/** How much of a QR code may be lost: about 30, 25 and 15 of a hundred codewords. */
export type QrLevel = 'H' | 'Q' | 'M';

/** The largest version that a printed code has: of an address, and of an offline QR. */
export const qrVersions = { online: 8, offline: 25 } as const;

/**
 * Versions that are passed over at level M. There two columns hold nearly a whole multiple of as many codewords as there are
 * blocks, so one block has its codewords in a strip across the code, and a spot on a tenth of it takes more of them than M
 * mends, wherever it is in the middle.
 */
const brittle: readonly number[] = [20, 21, 23];

/** How the code of a text is drawn. */
export interface QrForm {
  errorCorrectionLevel: QrLevel;
  version: number;
}

/**
 * The level and version that the code of a text is drawn with: the highest level whose version stays within
 * {@link qrVersions}, M where none does. `versionAt` tells the smallest version of the text at a level; it may throw where no
 * version holds the text, and what it throws for M is thrown here.
 */
export function qrFormOf(text: string, versionAt: (level: QrLevel) => number): QrForm {
  const most = text.startsWith(offlineQrPrefix) ? qrVersions.offline : qrVersions.online;
  for (const errorCorrectionLevel of ['H', 'Q'] as const) {
    try {
      const version = versionAt(errorCorrectionLevel);
      if (version <= most) return { errorCorrectionLevel, version };
    } catch {
      // No version holds it at this level; a lower one may.
    }
  }
  let version = versionAt('M');
  while (brittle.includes(version)) version += 1;
  return { errorCorrectionLevel: 'M', version };
}
