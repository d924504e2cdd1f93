import './heap.js';
import { readConfig } from '../platform/index.js';
import { createApp } from './create-app.js';
import { configuredTrustRoot, openApi, openConfiguredKeystore, settingsOf } from './runtime.js';

/** The HTTP application alone; replicable. Everything comes from the environment (`docs/configuration.md`). */
const config = readConfig();
if (!config.DATABASE_SERVICE_URL || !config.DATABASE_PUBLIC_URL) {
  throw new Error('configuration: DATABASE_SERVICE_URL and DATABASE_PUBLIC_URL are needed');
}
const settings = settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false });
const parts = await openApi(config, {
  settings,
  keystore: openConfiguredKeystore(config),
  urls: { service: config.DATABASE_SERVICE_URL, public: config.DATABASE_PUBLIC_URL },
});
const app = await createApp(parts);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
parts.log.warn({ port: config.PORT }, 'the api listens');
if (!parts.keystore.has('carrier'))
  parts.log.warn('the keystore has no key for carriers, so no PDF and no code is made: elicence keys add carrier');
