import { citizenNumberCheckCharacter, creditCodeCheckCharacter } from '../../core/index.js';

/** A credit code with its check character, one for each number. */
export function creditCode(n: number): string {
  const body = `1143000000${String(n).padStart(7, '0')}`;
  return body + creditCodeCheckCharacter(body);
}

/** A citizen number with its check character, one for each number. */
export function citizenNumber(n: number): string {
  const body = `43010219900101${String(n % 1000).padStart(3, '0')}`;
  return body + citizenNumberCheckCharacter(body);
}
