import type pg from 'pg';
import { createCitizen, createClient, createOrganisation, hashPassword } from '../../access/index.js';
import {
  grantClient,
  grantRight,
  type Matter,
  publishCarrierDefinition,
  publishMatter,
  publishType,
} from '../../catalogue/index.js';
import type { BlindIndex } from '../../platform/index.js';
import { clientIds, organisationIds, setClientSecret, takenLogins } from './demo.store.js';
import { clientSecret, loginPassword } from './secrets.js';
import {
  carrierDefinitions,
  type DemoInstitution,
  type DemoLogin,
  institutions,
  licenceTypes,
  logins,
  matters,
} from './world/index.js';

export interface DemoKeys {
  /** Wraps the data key of each citizen, 32 bytes. */
  wrappingKey: Buffer;
  blindIndex: BlindIndex;
  /** Random, 32 bytes, of this data folder: client secrets and passwords are derived from it. */
  demoSecret: Buffer;
}

/** The parts of `demo.json` that tell who may do what. */
export interface DemoAccounts {
  clients: {
    role: string;
    clientId: string;
    clientSecret: string;
    /** Scopes, separated by spaces. */
    scope: string;
    organisation: { name: string; creditCode: string };
    /** What it may issue, or see under its matters. */
    typeCodes: string[];
  }[];
  holders: (Omit<DemoLogin, 'login'> & { login: string; password: string })[];
  matters: { code: string; name: string; role: string; typeCodes: string[] }[];
}

const rightsFrom = '2020-01-01';

/**
 * Puts the demo world into a migrated database over the owner's connection: catalogue, carriers, organisations, clients, rights,
 * matters, grants, logins; no licences. What is there already stays, so it may run at every start and after a crash.
 */
export async function seedDemo(ownerPool: pg.Pool, keys: DemoKeys): Promise<DemoAccounts> {
  for (const type of licenceTypes) await publishType(ownerPool, type);
  for (const [code, carriers] of carrierDefinitions) await publishCarrierDefinition(ownerPool, code, carriers);
  for (const matter of matters) await publishMatter(ownerPool, matter);
  await seedInstitutions(ownerPool, keys.demoSecret);
  await seedLogins(ownerPool, keys);
  return demoAccounts(keys.demoSecret);
}

async function seedInstitutions(ownerPool: pg.Pool, demoSecret: Buffer): Promise<void> {
  const ids = await organisationIds(ownerPool);
  const known = await clientIds(ownerPool);
  for (const { creditCode, name, kind, clientId, role, scopes, typeCodes } of institutions) {
    const organisationId = ids.get(creditCode) ?? (await createOrganisation(ownerPool, { creditCode, name, kind })).id;
    if (!known.has(clientId)) {
      await createClient(ownerPool, { id: clientId, organisationId, role, name: name['zh-CN'], scopes });
    }
    await setClientSecret(ownerPool, clientId, clientSecret(demoSecret, clientId));
    for (const typeCode of typeCodes) await grantRight(ownerPool, { organisationId, typeCode, from: rightsFrom });
    for (const matter of matters.filter((one) => one.role === role)) await grantMatter(ownerPool, clientId, matter);
  }
}

async function grantMatter(ownerPool: pg.Pool, clientId: string, matter: Matter): Promise<void> {
  for (const typeCode of typeCodesOf(matter)) {
    const proofs = matter.proofs.filter((proof) => proof.typeCodes.includes(typeCode));
    const fields = [...new Set(proofs.flatMap((proof) => proof.fields))];
    await grantClient(ownerPool, { clientId, typeCode, matterCode: matter.code, fields });
  }
}

async function seedLogins(ownerPool: pg.Pool, { wrappingKey, blindIndex, demoSecret }: DemoKeys): Promise<void> {
  const taken = await takenLogins(ownerPool);
  await Promise.all(
    logins
      .filter(({ login }) => !taken.has(login))
      .map(async (holder) => {
        const password = { hash: await hashPassword(loginPassword(demoSecret, holder.login), 'random') };
        return createCitizen(ownerPool, { wrappingKey, blindIndex }, { ...holder, password });
      }),
  );
}

/** What `demo.json` tells of the accounts; the same at every call with the same secret. */
export function demoAccounts(demoSecret: Buffer): DemoAccounts {
  return {
    clients: institutions.map((one) => ({
      role: one.role,
      clientId: one.clientId,
      clientSecret: clientSecret(demoSecret, one.clientId),
      scope: one.scopes.join(' '),
      organisation: { name: one.name['zh-CN'], creditCode: one.creditCode },
      typeCodes: typeCodesOfClient(one),
    })),
    holders: logins.map((holder) => ({ ...holder, password: loginPassword(demoSecret, holder.login) })),
    matters: matters.map((matter) => ({
      code: matter.code,
      name: matter.name['zh-CN'],
      role: matter.role,
      typeCodes: typeCodesOf(matter),
    })),
  };
}

function typeCodesOfClient({ role, typeCodes }: DemoInstitution): string[] {
  const asked = matters.filter((matter) => matter.role === role).flatMap(typeCodesOf);
  return [...new Set([...typeCodes, ...asked])];
}

function typeCodesOf(matter: Matter): string[] {
  return [...new Set(matter.proofs.flatMap((proof) => proof.typeCodes))];
}
