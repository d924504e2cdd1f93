import { qrModules } from '../../src/documents/pdf/draw/qr.js';
import { carrierDefinitions, licenceTypes } from '../../src/entry/demo/world/index.js';
import { largestOfflineQr, onlineQr } from './largest.js';

/** A code of a type as the product draws it, and how wide it is printed with its quiet zone, in millimetres. */
export interface PrintedCode {
  type: string;
  kind: 'online' | 'offline';
  text: string;
  modules: NonNullable<ReturnType<typeof qrModules>>;
  side: number;
}

/** Millimetres of a module of the offline code, which is printed for itself. */
const offlineModule = 0.6;

/** The two codes of every demo type, with the largest plausible content. */
export const codes: readonly PrintedCode[] = licenceTypes.flatMap((type) => {
  const one = { type: type.name.en };
  // As wide as it stands in the type's PDF, quiet zone and all.
  const side = carrierDefinitions.get(type.code)!.pdf.qr.size;
  const [online, offline] = [onlineQr(type), largestOfflineQr(type)];
  const [address, signed] = [drawn(online), drawn(offline)];
  return [
    { ...one, kind: 'online' as const, text: online, modules: address, side },
    { ...one, kind: 'offline' as const, text: offline, modules: signed, side: (signed.size + 8) * offlineModule },
  ];
});

function drawn(text: string): PrintedCode['modules'] {
  const modules = qrModules(text);
  if (modules === null) throw new Error(`no code holds ${text.length} characters`);
  return modules;
}

/** The version of a code by the number of its modules. */
export const versionOf = ({ modules }: PrintedCode): number => (modules.size - 17) / 4;
