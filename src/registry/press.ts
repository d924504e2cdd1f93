import type { CryptoPort } from '../core/index.js';
import { BlindIndex, type Settings } from '../platform/index.js';
import type { EcSigner, Keystore } from '../signing/index.js';
import { type ZonedDays, zonedDays } from './zoned-days.js';

/** What licences and their events are made with; built once a process. */
export interface Press {
  baseUrl: string;
  /** What licences name for ever. */
  identity: string;
  days: ZonedDays;
  crypto: CryptoPort;
  index: BlindIndex;
  /** Wraps the data keys. */
  wrapping: Buffer;
  /** Signs the inclusion promises. */
  promiseKey: EcSigner;
}

/** @throws MissingKey when the keystore lacks `index`, `seal` or `promise` */
export const makePress = (settings: Settings, keystore: Keystore, crypto: CryptoPort): Press => ({
  baseUrl: settings.baseUrl,
  identity: settings.identity,
  days: zonedDays(settings.timeZone),
  crypto,
  index: new BlindIndex(keystore.secret('index')),
  wrapping: keystore.secret('seal'),
  promiseKey: keystore.ec('promise'),
});
