import type { Pool } from 'pg';
import type { AccessToken } from './access-token.js';
import type { Caller, ClientCaller } from './caller.js';
import { readHolderKey } from './citizen.store.js';
import { readClient } from './client.store.js';
import { RecentReads } from './recent-reads.js';

type Client = Omit<ClientCaller, 'scopes'> & { scopes: string[] };

/** A client that was disabled or lost a scope, and a citizen who was erased, is refused within this time. */
export const callerMaxAgeMs = 1000;

/**
 * Who stands behind a token today. A token outlives a change of its client by minutes, so client and citizen are read
 * from the primary again when what is known is older than a second; when that can't be read, nobody is let in.
 */
export class Callers {
  private readonly clients: RecentReads<Client>;
  private readonly made = new WeakMap<AccessToken, { of: Client; caller: ClientCaller }>();
  private readonly holderKeys: RecentReads<Buffer>;

  constructor(pool: Pool, maxAgeMs = callerMaxAgeMs) {
    this.clients = new RecentReads(async (id) => {
      const found = await readClient(pool, id);
      if (!found) return undefined;
      const { organisationId, creditCode, role, scopes } = found;
      return { kind: 'client', clientId: found.id, organisationId, creditCode, role, scopes };
    }, maxAgeMs);
    this.holderKeys = new RecentReads((id) => readHolderKey(pool, id), maxAgeMs);
  }

  async of(token: AccessToken): Promise<Caller | undefined> {
    if (token.kind === 'client') {
      const client = await this.clients.get(token.subject);
      return client && this.clientCaller(token, client);
    }
    const holderKey = await this.holderKeys.get(token.subject);
    return (
      holderKey && {
        kind: 'holder',
        citizenId: token.subject,
        holderKey,
        holderKeyHex: holderKey.toString('hex'),
        scopes: token.scopes,
      }
    );
  }
  private clientCaller(token: AccessToken, client: Client): ClientCaller {
    const known = this.made.get(token);
    if (known?.of === client) return known.caller;
    const caller = { ...client, scopes: new Set(client.scopes.filter((scope) => token.scopes.has(scope))) };
    this.made.set(token, { of: client, caller });
    return caller;
  }
}
