import pg from 'pg';
import { type EcPublicJwk, readTrustList, type TrustList } from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { readNewestTrustList } from './trust-list.store.js';

/** The newest published trust list, read under the pinned root. Throws when there is none, or the root did not sign it. */
export async function newestTrustList(ownerUrl: string, root: EcPublicJwk, at: number): Promise<TrustList> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const jws = await readNewestTrustList(client);
    if (jws === undefined) throw new Error('no trust list is published yet');
    const list = readTrustList(jws, root, { at }, nodeCrypto);
    if (!list.ok) throw new Error(`the newest trust list is not believed: ${list.code}`);
    return list.value;
  } finally {
    await client.end();
  }
}
