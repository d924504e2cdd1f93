import { checkCreditCode } from '../../core/index.js';
import { uuidv7 } from '../../platform/index.js';
import type { Organisation } from '../organisation.js';
import { insertOrganisation, type Owner } from './seed.store.js';

/** Makes an organisation; needs *owner*'s connection. @throws Error when the credit code is not one. */
export async function createOrganisation(owner: Owner, organisation: Omit<Organisation, 'id'>): Promise<Organisation> {
  const code = checkCreditCode(organisation.creditCode);
  if (!code.ok) throw new Error(`organisation: ${code.code}`);
  const made = { ...organisation, id: uuidv7(Date.now()), creditCode: code.value };
  await insertOrganisation(owner, made);
  return made;
}
