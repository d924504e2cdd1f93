import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificateAuthority,
  createCa,
  createFilledKeystore,
  issueLeaf,
  type KeystoreDraft,
  publicJwk,
} from '../../signing/index.js';
import { caName, createCarrierKey, writeCaCertificate } from './carrier-key.js';
import { years } from './period.js';

export interface AuthoritySubject {
  creditCode: string;
  name: string;
}

/** Where the keys of a data folder lie; the trust root has a file and a passphrase of its own. */
export interface KeyFiles {
  registry: { file: string; passphraseFile: string };
  trust: { file: string; passphraseFile: string };
  /** The public half of the trust root, as JWK: what verifiers pin. */
  trustRoot: string;
  /** The certificate of the authority that certified the registry's keys, PEM: what readers of PDFs are told to trust. */
  caCertificate: string;
}

export const keyFiles = (folder: string): KeyFiles => ({
  registry: { file: join(folder, 'keystore.json'), passphraseFile: join(folder, 'passphrase') },
  trust: { file: join(folder, 'trust-root.json'), passphraseFile: join(folder, 'trust-root-passphrase') },
  trustRoot: join(folder, 'trust-root.public.jwk'),
  caCertificate: join(folder, 'ca.pem'),
});

const registryKeys = [
  ['log', 'ed25519'],
  ['promise', 'ec'],
  ['status', 'ec'],
  ['verification', 'ec'],
  ['oauth', 'ec'],
  ['anchorer', 'ethereum'],
  ['seal', 'secret'],
  ['index', 'secret'],
  ['status-index', 'secret'],
  ['cookies', 'secret'],
  ['demo', 'secret'],
] as const;

/**
 * Makes every key of a new registry: the only place that does. All or nothing: the folder is made aside and renamed, so
 * that a start that is killed half-way leaves none.
 *
 * @throws Error when the folder is there already
 */
export async function createKeys(
  folder: string,
  authorities: readonly AuthoritySubject[],
  now: number,
  registryName: string,
): Promise<void> {
  if (existsSync(folder)) throw new Error(`keys: ${folder} is there already`);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const files = keyFiles(draft);
  const ca = await createTrustRoot(files, now);
  writeCaCertificate(files.caCertificate, ca.certificate);
  await createFilledKeystore(files.registry.file, newPassphrase(files.registry.passphraseFile), async (draft) => {
    for (const [name, kind] of registryKeys) draft.createKey(name, kind);
    await createCarrierKey(draft, ca, registryName, now);
    await createAuthorityKeys(draft, authorities, ca, now);
  });
  renameSync(draft, folder);
}

function newPassphrase(file: string): string {
  const passphrase = randomBytes(32).toString('base64url');
  writeFileSync(file, passphrase, { mode: 0o600 });
  return passphrase;
}

async function createTrustRoot({ trust: place, trustRoot }: KeyFiles, now: number): Promise<CertificateAuthority> {
  const passphrase = newPassphrase(place.passphraseFile);
  return createFilledKeystore(place.file, passphrase, async (draft) => {
    draft.createKey('trust-root', 'ec');
    draft.createKey(caName, 'ec');
    writeFileSync(trustRoot, JSON.stringify(publicJwk(draft.publicKey('trust-root'))));
    const ca = await createCa(draft.privateKey(caName), 'Elicence Demo CA', years(now, 10));
    draft.setCertificates(caName, [ca.certificate]);
    return ca;
  });
}

async function createAuthorityKeys(
  draft: KeystoreDraft,
  authorities: readonly AuthoritySubject[],
  ca: CertificateAuthority,
  now: number,
): Promise<void> {
  for (const { creditCode, name } of authorities) {
    const key = `authority/${creditCode}`;
    draft.createKey(key, 'ec');
    // x5c names the signer alone: verifiers take anchors from the trust list, never from a credential.
    const [leaf] = await issueLeaf(ca, { name, creditCode, publicKey: draft.publicKey(key) }, years(now, 3));
    draft.setCertificates(key, [leaf!]);
  }
}
