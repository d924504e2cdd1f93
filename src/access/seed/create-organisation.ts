import type { ClientBase, Pool } from 'pg';
import { checkCreditCode } from '../../core/index.js';
import { uuidv7 } from '../../platform/index.js';
import type { Organisation } from '../organisation-directory.js';

/** Makes an organisation; needs *owner*'s connection. @throws Error when the credit code is not one. */
export async function createOrganisation(
  owner: ClientBase | Pool,
  organisation: Omit<Organisation, 'id'>,
): Promise<Organisation> {
  const code = checkCreditCode(organisation.creditCode);
  if (!code.ok) throw new Error(`organisation: ${code.code}`);
  const made = { ...organisation, id: uuidv7(Date.now()), creditCode: code.value };
  await owner.query('insert into organisation (id, credit_code, name_zh, name_en, kind) values ($1, $2, $3, $4, $5)', [
    made.id,
    made.creditCode,
    made.name['zh-CN'],
    made.name.en,
    made.kind,
  ]);
  return made;
}
