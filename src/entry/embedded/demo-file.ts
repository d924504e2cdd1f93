import { join } from 'node:path';
import { citizenApp, citizenRedirectUri } from '../../access/index.js';
import { logKey, logNoteKey } from '../../attestation/index.js';
import { nodeCrypto, type Settings } from '../../platform/index.js';
import type { DemoAccounts } from '../demo/seed-demo.js';
import type { RunContracts } from './contracts.js';
import type { DatabaseUrls } from './database-urls.js';
import { replaceFile } from './durable-file.js';
import type { RunKeys } from './keys.js';
import type { RunChain } from './parts.js';

export interface DemoFileParts {
  settings: Settings;
  accounts: DemoAccounts;
  chain: RunChain;
  contracts: RunContracts;
  database: DatabaseUrls;
  keys: RunKeys;
}

/** Writes `demo.json`: addresses and secrets of the embedded demo, for people and for tests. Its form is part of the contract. */
export function writeDemoFile(folder: string, parts: DemoFileParts): void {
  const { settings, accounts, chain, contracts, database, keys } = parts;
  const { baseUrl } = settings;
  const demo = {
    baseUrl,
    pages: { verify: `${baseUrl}/v`, citizen: `${baseUrl}/citizen`, docs: `${baseUrl}/docs` },
    tokenEndpoint: `${baseUrl}/oauth/token`,
    ...accounts,
    chain: {
      rpcUrl: chain.urls[0],
      chainId: chain.chainId,
      contracts: { logAnchor: contracts.logAnchor, issuerRegistry: contracts.issuerRegistry },
    },
    database: { serviceUrl: database.service, ownerUrl: database.owner },
    citizenApp: { clientId: citizenApp.clientId, redirectUri: citizenRedirectUri(baseUrl) },
    trust: { url: `${baseUrl}/.well-known/elicence-trust`, publicKey: keys.trustRoot },
    log: {
      origin: settings.logOrigin,
      publicKey: logNoteKey(logKey(settings.logOrigin, keys.keystore.ed25519('log')), nodeCrypto),
    },
  };
  replaceFile(join(folder, 'demo.json'), `${JSON.stringify(demo, null, 2)}\n`, 0o600);
}
