import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { loadOidcProvider } from './load-oidc-provider.js';
import { OauthStore } from './oauth.store.js';

describe('what the OAuth server remembers', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let errors: Awaited<ReturnType<typeof loadOidcProvider>>['errors'];
  let now = Date.parse('2026-01-01T00:00:00Z');
  const store = (kind: string) => new OauthStore(pool, kind, errors, () => now);
  const outcomes = async (work: () => Promise<unknown>): Promise<string[]> => {
    const settled = await Promise.allSettled(Array.from({ length: 8 }, work));
    return settled.map((one) => (one.status === 'fulfilled' ? 'won' : (one.reason as { error: string }).error)).sort();
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    errors = (await loadOidcProvider()).errors;
    pool = new pg.Pool({ connectionString: database.urls.service, max: 8 });
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  // Whoever looked first and found nothing still writes: only the write can decide.
  it('lets one of many note the use of an assertion', async () => {
    const seen = store('ReplayDetection');
    expect(await outcomes(() => seen.upsert('one', { iss: 'client' }, 60))).toEqual([
      ...Array(7).fill('invalid_client'),
      'won',
    ]);
  });

  it('lets one of many consume a code', async () => {
    const codes = store('AuthorizationCode');
    await codes.upsert('code', { grantId: 'grant' }, 60);
    expect(await outcomes(() => codes.consume('code'))).toEqual([...Array(7).fill('invalid_grant'), 'won']);
    expect(await codes.find('code')).toEqual({ grantId: 'grant', consumed: now / 1000 });
    await codes.upsert('code', { grantId: 'grant' }, 60);
    await expect(codes.consume('code')).rejects.toThrow('invalid_grant');
  });

  it('forgets what has expired, what is destroyed and what a revoked grant took along', async () => {
    const sessions = store('Session');
    await sessions.upsert('id', { uid: 'uid', accountId: 'a' }, 60);
    expect(await sessions.findByUid('uid')).toEqual({ uid: 'uid', accountId: 'a' });
    now += 60_000;
    expect(await sessions.find('id')).toBeUndefined();
    await sessions.upsert('id', { uid: 'uid' }, 60);
    await sessions.destroy('id');
    expect(await sessions.find('id')).toBeUndefined();
    const codes = store('AuthorizationCode');
    await codes.upsert('other', { grantId: 'revoked' }, 60);
    await codes.revokeByGrantId('revoked');
    expect(await codes.find('other')).toBeUndefined();
  });

  it('keeps one kind from being taken for another', async () => {
    await store('Session').upsert('same', { uid: 'u' }, 60);
    expect(await store('AuthorizationCode').find('same')).toBeUndefined();
  });

  it('answers a NUL as a bad request', async () => {
    const interactions = store('Interaction');
    await expect(interactions.upsert('i', { params: { state: '\0' } }, 60)).rejects.toThrow('invalid_request');
    expect(await interactions.find('\0')).toBeUndefined();
  });
});
