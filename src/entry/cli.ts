import { readConfig, systemClock } from '../platform/light.js';
import { Usage } from './cli/usage.js';

// Each loads its own: a command that signs a list needs no chain.
const commands: Record<string, (args: string[]) => Promise<string>> = {
  'config check': async () => (await import('./cli/check-config.js')).checkConfig(readConfig()),
  'contracts continue': async (args) => (await import('./cli/contract-acts.js')).continueFrom(readConfig(), args),
  'contracts deploy': async (args) =>
    (await import('./cli/deploy-contracts.js')).deployRegistryContracts(readConfig(), args),
  'contracts publish-issuers': async () =>
    (await import('./cli/publish-issuers.js')).publishIssuersCommand(readConfig()),
  'contracts retire': async (args) => (await import('./cli/contract-acts.js')).retire(readConfig(), args),
  'contracts rotate-anchorer': async (args) =>
    (await import('./cli/contract-acts.js')).rotateAnchorer(readConfig(), args),
  'keys add carrier': async (args) =>
    (await import('./cli/carrier-key.js')).addCarrierKey(readConfig(), args, systemClock()),
  'keys add verification': async (args) =>
    (await import('./cli/verification-key.js')).addVerificationKey(readConfig(), args),
  'keys create': async (args) =>
    (await import('./cli/create-keys.js')).createRegistryKeys(args, systemClock(), readConfig().REGISTRY_NAME_ZH),
  'keys import-pkcs12': async (args) => (await import('./cli/keys.js')).importAuthorityKey(readConfig(), args),
  'keys list': async () => (await import('./cli/keys.js')).listKeys(readConfig()),
  'log audit': async (args) => (await import('./cli/log-audit.js')).auditLogCommand(readConfig(), args),
  'log recover': async (args) => (await import('./cli/log-recover.js')).recoverLog(readConfig(), args),
  'keys renew-anchorer': async () => (await import('./cli/keys.js')).renewAnchorer(readConfig()),
  'keys renew-carrier': async (args) =>
    (await import('./cli/carrier-key.js')).renewCarrierKey(readConfig(), args, systemClock()),
  'keys renew-verification': async (args) =>
    (await import('./cli/verification-key.js')).renewVerificationKey(readConfig(), args),
  migrate: async () => (await import('./cli/migrate.js')).migrateDatabase(readConfig()),
  rebuild: async (args) => {
    const { said, exitCode } = await (await import('./cli/rebuild.js')).rebuild(readConfig(), args);
    process.exitCode = exitCode;
    return said;
  },
  'trust-bundle': async (args) => (await import('./cli/trust-bundle.js')).fetchTrustBundle(readConfig(), args),
  'trust publish': async () => (await import('./cli/publish-trust.js')).publishTrust(readConfig()),
  'witness keys create': async (args) => (await import('./cli/witness.js')).createWitnessKeys(args),
  witness: async (args) => (await import('./cli/witness.js')).runWitness(readConfig(), args),
  verify: async (args) => {
    const { said, exitCode } = await (await import('./cli/verify/verify-command.js')).verifyCommand(readConfig(), args);
    process.exitCode = exitCode;
    return said;
  },
};

const usage = `usage: elicence <command>
  config check                                    says what the environment lacks
  migrate                                         brings the database (DATABASE_OWNER_URL) up to date
  contracts deploy [--successor]                  puts LogAnchor and IssuerRegistry on the chain (CHAIN_ADMIN_KEY), registers the log
  contracts publish-issuers                       writes the newest trust list's rights and keys into IssuerRegistry
  contracts rotate-anchorer <address>             moves the right to anchor the log to another account
  contracts retire <successor>                    ends LogAnchor, or IssuerRegistry (--issuer-registry), in favour of another
  contracts continue <predecessor>                lets the log go on at LOG_ANCHOR_ADDRESS from a retired contract
  keys create <folder>                            makes every key of a new registry, in a folder that is not there yet
  keys add carrier [file.p12]                     adds the key that signs PDFs and codes: certified by the CA in TRUST_KEYSTORE_FILE, or imported
  keys add verification                           adds the key that signs verification receipts
  keys list                                       names of the keys in KEYSTORE_FILE
  keys renew-anchorer                             makes a new account that anchors; the old one stays under its address
  keys renew-carrier [file.p12]                   puts another key for carriers in its place; the old one stays, and stays in the trust list
  keys renew-verification                         puts another key for verification receipts in its place, likewise
  keys import-pkcs12 <credit code> <file.p12>     takes in a department's key (passphrase: PKCS12_PASSPHRASE)
  rebuild [--write]                               makes derived tables again and compares (DATABASE_OWNER_URL, keystore)
  log audit --url <registry>                      replays a log from outside and compares it with its chain and with what others hold
  log recover --mirror <place>                    refills a log that an old backup left behind its chain; or --successor <new origin>
  trust publish                                   signs and publishes the next trust list (TRUST_KEYSTORE_FILE)
  trust-bundle [--url <registry>] [--out <file>]  fetches what verifying offline needs, judges it by TRUST_ROOT_JWK and keeps it
  witness keys create <folder> <name>             the first step of a witness: its key, in a folder that is not there yet
  witness --folder <folder> --log <verifier key>  watches a log for a second department and signs what it saw
  verify <file|text|-> [--offline <bundle>] [--url <registry>]   judges a PDF, licence file, code or credential; exits 0 valid, 1 invalid,
                                                  2 indeterminate, 3 not judged`;

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
  // Of verify, 1 says invalid.
  if (name === 'verify') process.exitCode = 3;
  else process.exitCode = fault instanceof Usage ? 64 : 1;
}
