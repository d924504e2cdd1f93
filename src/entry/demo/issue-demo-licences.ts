import type pg from 'pg';
import type { ClientCaller } from '../../access/index.js';
import type { IssueLicence } from '../../registry/index.js';
import { countLicences, organisationIds } from './demo.store.js';
import { demoLicences, institutions } from './world/index.js';

/**
 * Issues the demo's licences through the same verb as any department. Idempotent by their keys; skipped as a whole once the
 * last one is there, since keys are forgotten after a week.
 */
export async function issueDemoLicences(ownerPool: pg.Pool, issuing: IssueLicence): Promise<number> {
  const wanted = demoLicences();
  if ((await countLicences(ownerPool)) >= wanted.length) return 0;
  const callers = await demoCallers(ownerPool);
  const outcomes = await Promise.all(
    wanted.map(({ authority, idempotencyKey, body }) =>
      issuing.issue({ caller: callers.get(authority)!, idempotencyKey, body }),
    ),
  );
  const refused = outcomes.find((outcome) => !outcome.ok);
  if (refused) throw new Error(`a demo licence was refused: ${JSON.stringify(refused)}`);
  return wanted.length;
}

async function demoCallers(ownerPool: pg.Pool): Promise<Map<string, ClientCaller>> {
  const ids = await organisationIds(ownerPool);
  return new Map(
    institutions.map((one) => [
      one.creditCode,
      {
        kind: 'client',
        clientId: one.clientId,
        organisationId: ids.get(one.creditCode)!,
        creditCode: one.creditCode,
        role: one.role,
        scopes: new Set(one.scopes),
      },
    ]),
  );
}
