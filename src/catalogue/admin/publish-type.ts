import type pg from 'pg';
import { canonicalJson, checkCreditCode, checkHolderCode, holderCodeTypes, type JsonValue } from '../../core/index.js';
import { appendVersions, inTransaction, systemClock } from '../../platform/index.js';
import { type LicenceTypeDefinition, licenceTypeDefinition } from '../type/definition.js';
import { compileLicenceType, type LicenceTypeRow } from '../type/licence-type.js';
import { insertVersion, latestVersion, lockCatalogue, upsertType } from './admin.store.js';

/** A type as it is to be published. */
export type NewLicenceType = Omit<LicenceTypeRow, 'version'>;

/**
 * Publishes a licence type over the owner's connection: its first version, or the next one when the definition is
 * another than the latest, and logs it as a version of the record. Published again unchanged it changes nothing. Answers the version in force.
 *
 * @throws Error that names what is wrong with the definition
 */
export async function publishType(ownerPool: pg.Pool, type: NewLicenceType): Promise<number> {
  const definition = checkDefinition(type);
  return inTransaction(ownerPool, {}, async (client) => {
    await lockCatalogue(client);
    const latest = await latestVersion(client, type.code);
    const same = latest && canonical(latest.definition) === canonical(definition);
    const version = same ? latest.version : (latest?.version ?? 0) + 1;
    await upsertType(client, { ...type, definition, version });
    if (!same) await insertVersion(client, type.code, version, definition);
    const content = canonicalJson({ version, definition: definition as unknown as JsonValue });
    await appendVersions(client, [{ kind: 'licence-type', name: type.code, content }], systemClock());
    return version;
  });
}

const canonical = (definition: LicenceTypeDefinition): string => canonicalJson(definition as unknown as JsonValue);

function checkDefinition(type: NewLicenceType): LicenceTypeDefinition {
  const parsed = licenceTypeDefinition.safeParse(type.definition);
  const faults = parsed.success
    ? faultsOf({ ...type, definition: parsed.data })
    : parsed.error.issues.map((issue) => `${issue.path.join('/')} ${issue.message}`);
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new Error(`licence type ${type.code}: ${faults.join('; ')}`);
}

function faultsOf(type: NewLicenceType): string[] {
  const { holderKinds, maxHolders, validity, example } = type.definition;
  const faults = compileLicenceType({ ...type, version: 1 })
    .checkFace(example.faceData)
    .map((error) => `example${error.pointer} ${error.code}`);
  if (!/^[0-9A-Z]{18}[0-9]{3}$/.test(type.code) || !checkCreditCode(type.code.slice(0, 18)).ok) {
    faults.push('the code is not a credit code and three digits');
  }
  if (example.typeCode !== type.code) faults.push('the example is of another type');
  if (example.holders.length > maxHolders) faults.push('the example has too many holders');
  for (const holder of example.holders) {
    const codeType = holderCodeTypes.find((row) => row.code === holder.codeType);
    if (!holderKinds.includes(holder.kind) || codeType?.kind !== holder.kind)
      faults.push('the example has a holder of a wrong kind');
    if (!checkHolderCode(holder.codeType, holder.code).ok) faults.push('the example has a holder with a wrong code');
  }
  const hasEnd = example.validUntil !== undefined;
  if (hasEnd ? validity === 'none' : validity === 'required') faults.push('the example has a wrong period of validity');
  return faults;
}
