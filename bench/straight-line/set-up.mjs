// Gives the straight line what it needs: a copy of the product's database, of its trust list, and the keys themselves.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

/** Copies database `from` as `to`; nobody else may be connected to `from` meanwhile. */
export async function copyDatabase(superuserUrl, from, to) {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create database ${to} template ${from}`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.pathname = `/${to}`;
  return url.href;
}

/** Writes the one file that `serve.mjs` reads. It holds private keys: the folder is the run's own and goes with it. */
export async function writeConfig(file, { dist, keystore, database, baseUrl, trust, oauth }) {
  const part = (name) => import(pathToFileURL(join(dist, 'src/signing/keystore', name)).href);
  const [{ decodeKeystore }, { readKeystoreFile }] = [await part('format.js'), await part('file.js')];
  const stored = decodeKeystore(keystore.file, readKeystoreFile(keystore.file), keystore.passphrase);
  const authorities = [...stored].flatMap(([name, { key, certificates }]) =>
    name.startsWith('authority/') ? [[name.slice(10), { key, certificates }]] : [],
  );
  const list = JSON.parse(Buffer.from(trust.jws.split('.')[1], 'base64url'));
  const keys = {
    index: stored.get('index').key,
    seal: stored.get('seal').key,
    promise: { key: stored.get('promise').key, keyId: list.keys.find(({ use }) => use === 'promise').keyId },
    authorities: Object.fromEntries(authorities),
  };
  writeFileSync(file, JSON.stringify({ database, baseUrl, trust, oauth, keys }), { mode: 0o600 });
}
