import type { FieldError } from '../platform/index.js';

export interface Period {
  validFrom?: string;
  validUntil?: string;
}

/** Judges the period of a request, days `YYYY-MM-DD` of the registry's zone, against what the type asks for. */
export function checkValidity(
  { validFrom, validUntil }: Period,
  rule: 'none' | 'optional' | 'required',
  today: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const fault = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  if (rule === 'none' && validUntil !== undefined)
    fault('/validUntil', 'validity-not-allowed', 'Licences of this type have no last day');
  if (rule === 'required' && validUntil === undefined)
    fault('/validUntil', 'validity-missing', 'This type needs the last day of its validity');
  if (validUntil === undefined) return errors;
  if (validFrom !== undefined && validFrom > validUntil)
    fault('/validUntil', 'validity-ends-before-it-begins', 'The last day lies before the first');
  if (validUntil < today) fault('/validUntil', 'validity-ended', 'The last day lies in the past');
  return errors;
}
