import { maskName } from '@elicence/core';

/** A person's name as the verify page shows it; one that comes masked stays as it is. */
export function maskHolderName(name: string): string {
  return /[*＊]/.test(name) ? name : maskName(name.trim());
}
