import { checkHolderCode } from '../../core/index.js';
import { type BlindIndex, newDataKey, sealJson, uuidv7 } from '../../platform/index.js';
import { hashPassword } from '../login/password.js';
import { loginPattern } from '../login/sign-in.js';
import { insertCitizen, type Owner } from './seed.store.js';

export interface NewCitizen {
  kind: 'person' | 'organisation';
  /** Holder code type of GB/T 36903 annex A, and the code. */
  codeType: string;
  code: string;
  name: string;
  /** Names the account and no person: 3 to 64 of `a–z`, `0–9`, `.`, `_`, `@`, `-`. */
  login: string;
  /** The password, or what `hashPassword` made of it: hashing costs some 80 ms each. */
  password: string | { hash: string };
}

export interface SealingKeys {
  /** Wraps the data key of each citizen, 32 bytes. */
  wrappingKey: Buffer;
  blindIndex: BlindIndex;
}

/** Makes a holder's account with a sealed identity; needs *owner*'s connection. @throws Error when the code is not one. */
export async function createCitizen(
  owner: Owner,
  { wrappingKey, blindIndex }: SealingKeys,
  citizen: NewCitizen,
): Promise<{ id: string; holderKey: Buffer }> {
  const code = checkHolderCode(citizen.codeType, citizen.code);
  if (!code.ok) throw new Error(`citizen: ${code.code}`);
  if (!loginPattern.test(citizen.login)) throw new Error('citizen: the login is malformed');
  const { kind, codeType, name, password } = citizen;
  const id = uuidv7(Date.now());
  const holderKey = blindIndex.holder(codeType, code.value);
  const { key, wrapped } = newDataKey(wrappingKey, `citizen/wrapped_key/${id}`);
  const sealed = sealJson(key, `citizen/sealed_identity/${id}`, { kind, codeType, code: code.value, name });
  await insertCitizen(owner, {
    id,
    holderKey,
    login: citizen.login,
    passwordHash: typeof password === 'string' ? await hashPassword(password) : password.hash,
    wrappedKey: wrapped,
    sealedIdentity: sealed,
  });
  return { id, holderKey };
}
