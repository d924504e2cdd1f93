import pg from 'pg';
import {
  finishTrustList,
  mergeTrustList,
  parseCompactJws,
  type TrustList,
  trustListSigningInput,
} from '../../core/index.js';
import type { EcSigner, Keystore } from '../../signing/index.js';
import { buildTrustList, type TrustListInput } from './build-trust-list.js';
import { isTrustListLogged, logTrustList } from './log-trust-list.js';
import { readNewestTrustList, storeNextTrustList } from './trust-list.store.js';

const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

export type TrustListSettings = Omit<TrustListInput, 'lifetimeMs' | 'number' | 'previous'>;

async function readPrevious(client: pg.Client): Promise<TrustList | undefined> {
  const newest = await readNewestTrustList(client);
  const jws = newest === undefined ? undefined : parseCompactJws(newest, { maxLength: 4 * 1024 * 1024, maxDepth: 8 });
  return jws?.ok ? (jws.value.payload as unknown as TrustList) : undefined;
}

/** What a list says, without its number and dates. */
const substance = ({ number: _number, issuedAt: _issued, expiresAt: _expires, ...rest }: TrustList): string =>
  JSON.stringify(rest);

async function nextList(client: pg.Client, keystore: Keystore, settings: TrustListSettings) {
  const previous = await readPrevious(client);
  const number = (previous?.number ?? 0) + 1;
  const named = await buildTrustList(client, keystore, { ...settings, lifetimeMs, number, previous });
  const list = mergeTrustList(previous, named, settings.at);
  const changed = !previous || substance(previous) !== substance(list);
  const halfway = previous ? Date.parse(previous.expiresAt) - lifetimeMs / 2 < settings.at : true;
  return { list, due: changed || halfway || !(await isTrustListLogged(client)) };
}

async function connected<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  // The query that was under way fails of its own accord; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether something in the list has changed, half of its life is over, or no list was logged yet. Needs no secret. */
export const trustListIsDue = (ownerUrl: string, keystore: Keystore, settings: TrustListSettings): Promise<boolean> =>
  connected(ownerUrl, async (client) => (await nextList(client, keystore, settings)).due);

/**
 * Signs the next list with the trust root, publishes it and logs what changed. What the list before named stays named.
 * Several at once wait for each other; answers its number.
 */
export const publishTrustList = (
  ownerUrl: string,
  keystore: Keystore,
  root: EcSigner,
  settings: TrustListSettings,
): Promise<number> =>
  connected(ownerUrl, (client) =>
    storeNextTrustList(client, async () => {
      const { list } = await nextList(client, keystore, settings);
      const signingInput = trustListSigningInput(list, root.keyId);
      const jws = finishTrustList(signingInput, root.sign(Buffer.from(signingInput)));
      await logTrustList(client, list, jws, settings.at);
      return { number: list.number, jws };
    }),
  );
