import type pg from 'pg';
import { commonFields, type Matter, matterForm } from '../matter.js';
import { readDefinitions, upsertMatter } from './admin.store.js';

/**
 * Publishes a matter over the owner's connection, or a newer form of it. Published again unchanged it changes nothing.
 *
 * @throws Error when a proof names a type that is not published, or a field that none of its types has
 */
export async function publishMatter(ownerPool: pg.Pool, matter: Matter): Promise<void> {
  const checked = matterForm.parse(matter);
  const codes = checked.proofs.flatMap((proof) => proof.typeCodes);
  const definitions = await readDefinitions(ownerPool, codes);
  const common = new Set<string>(commonFields);
  for (const proof of checked.proofs) {
    for (const code of proof.typeCodes) {
      if (!definitions.has(code)) throw new Error(`matter ${matter.code}: type ${code} is not published`);
    }
    const known = proof.typeCodes.flatMap((code) => definitions.get(code)?.fields.map((field) => field.name) ?? []);
    const unknown = proof.fields.filter((field) => !common.has(field) && !known.includes(field));
    if (unknown.length > 0)
      throw new Error(`matter ${matter.code}: no type of ${proof.code} has ${unknown.join(', ')}`);
  }
  await upsertMatter(ownerPool, checked);
}
