import { readConfig, systemClock } from '../platform/index.js';
import { checkConfig } from './cli/check-config.js';
import { createRegistryKeys } from './cli/create-keys.js';
import { deployRegistryContracts } from './cli/deploy-contracts.js';
import { importAuthorityKey, listKeys } from './cli/keys.js';
import { migrateDatabase } from './cli/migrate.js';
import { publishTrust } from './cli/publish-trust.js';
import { Usage } from './cli/usage.js';
import { verifyFile } from './cli/verify-file.js';

const commands: Record<string, (args: string[]) => Promise<string>> = {
  'config check': () => checkConfig(readConfig()),
  'contracts deploy': () => deployRegistryContracts(readConfig()),
  'keys create': (args) => createRegistryKeys(args, systemClock()),
  'keys import-pkcs12': (args) => importAuthorityKey(readConfig(), args),
  'keys list': () => listKeys(readConfig()),
  migrate: () => migrateDatabase(readConfig()),
  'trust publish': () => publishTrust(readConfig()),
  verify: (args) => verifyFile(readConfig(), args),
};

const usage = `usage: elicence <command>
  config check                                    says what the environment lacks
  migrate                                         brings the database (DATABASE_OWNER_URL) up to date
  contracts deploy                                puts LogAnchor on the chain (CHAIN_ADMIN_KEY) and registers the log
  keys create <folder>                            makes every key of a new registry, in a folder that is not there yet
  keys list                                       names of the keys in KEYSTORE_FILE
  keys import-pkcs12 <credit code> <file.p12>     takes in a department's key (passphrase: PKCS12_PASSPHRASE)
  trust publish                                   signs and publishes the next trust list (TRUST_KEYSTORE_FILE)
  verify <file> [--trust <file>] [--at <time>]    judges a credential file offline, by a trust list and TRUST_ROOT_JWK`;

const given = process.argv.slice(2);
const name = Object.keys(commands).find((command) => {
  const words = command.split(' ');
  return words.every((word, i) => given[i] === word);
});

try {
  if (name === undefined) throw new Usage(usage);
  const said = await commands[name]!(given.slice(name.split(' ').length));
  process.stdout.write(`${said}\n`);
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = fault instanceof Usage ? 64 : 1;
}
