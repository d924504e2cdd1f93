import type pg from 'pg';
import { canonicalJson, type JsonValue } from '../../core/index.js';
import { inTransaction } from '../../platform/index.js';
import { type CarrierDefinition, carrierDefinition, checkCarrierDefinition } from '../type/carrier-definition.js';
import type { FieldDefinition } from '../type/definition.js';
import { insertCarrierDefinition, latestCarrierDefinition, lockCatalogue, readDefinitions } from './admin.store.js';

/**
 * Publishes what the carriers of a published type say and how they look, over the owner's connection: its first
 * definition, or the next one when it is another than the latest. Published again unchanged it changes nothing; what was
 * made from an earlier one stays as it is. Answers the number in force.
 *
 * @throws Error that names the places of the definition that are wrong, or that the type is not published
 */
export async function publishCarrierDefinition(
  ownerPool: pg.Pool,
  typeCode: string,
  definition: unknown,
): Promise<number> {
  return inTransaction(ownerPool, {}, async (client) => {
    await lockCatalogue(client);
    const type = (await readDefinitions(client, [typeCode])).get(typeCode);
    if (type === undefined) throw new Error(`carriers of ${typeCode}: the type is not published`);
    const checked = checkDefinition(typeCode, definition, type.fields);
    const latest = await latestCarrierDefinition(client, typeCode);
    if (latest && canonical(latest.definition) === canonical(checked)) return latest.number;
    const number = (latest?.number ?? 0) + 1;
    await insertCarrierDefinition(client, typeCode, number, checked);
    return number;
  });
}

const canonical = (definition: CarrierDefinition): string => canonicalJson(definition as unknown as JsonValue);

function checkDefinition(typeCode: string, definition: unknown, fields: readonly FieldDefinition[]): CarrierDefinition {
  const parsed = carrierDefinition.safeParse(definition);
  const faults = parsed.success
    ? checkCarrierDefinition(parsed.data, fields)
    : parsed.error.issues.map(({ path, message }) => ({ pointer: ['', ...path].join('/'), detail: message }));
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new Error(`carriers of ${typeCode}: ${faults.map((one) => `${one.pointer} ${one.detail}`).join('; ')}`);
}
