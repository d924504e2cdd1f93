import { checkHolderCode, type Holder, holderCodeTypes } from '../core/index.js';
import type { FieldError } from '../platform/index.js';

/** What a type asks of its holders. */
export interface HolderRule {
  holderKinds: readonly Holder['kind'][];
  maxHolders: number;
}

const kindOf = new Map(holderCodeTypes.map((type) => [type.code, type.kind]));

/**
 * Judges the holders of a request by the rules of their code types and of the licence type, and gives them with their
 * codes in normal form, under which they are found again. Nothing of a value is repeated in a fault.
 */
export function checkHolders(given: readonly Holder[], rule: HolderRule): { holders: Holder[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const holders: Holder[] = [];
  const seen = new Set<string>();
  if (given.length > rule.maxHolders)
    errors.push(fault('/holders', 'holders-too-many', `This type has at most ${rule.maxHolders} holders`));
  for (const [i, holder] of given.entries()) {
    const at = `/holders/${i}`;
    if (!rule.holderKinds.includes(holder.kind))
      errors.push(fault(`${at}/kind`, 'holder-kind-not-allowed', 'This type has no holders of this kind'));
    const checked = checkHolderCode(holder.codeType, holder.code);
    if (!checked.ok) {
      const member = checked.code === 'holder-code-type-unknown' ? 'codeType' : 'code';
      errors.push(fault(`${at}/${member}`, checked.code, refusalText(checked.code)));
      continue;
    }
    if (kindOf.get(holder.codeType) !== holder.kind)
      errors.push(fault(`${at}/codeType`, 'holder-kind-mismatch', 'This code type belongs to holders of another kind'));
    const person = `${holder.codeType} ${checked.value}`;
    if (seen.has(person)) errors.push(fault(`${at}/code`, 'holder-repeated', 'This holder is named twice'));
    seen.add(person);
    holders.push({ kind: holder.kind, codeType: holder.codeType, code: checked.value, name: holder.name });
  }
  return { holders, errors };
}

const fault = (pointer: string, code: string, detail: string): FieldError => ({ pointer, code, detail });

const refusalText = (code: string): string => {
  if (code === 'holder-code-type-unknown') return 'GB/T 36903 has no such holder code type';
  return code.includes('check')
    ? 'The check character does not match'
    : 'The code does not follow the rules of its type';
};
