import { citizenNumberCheckCharacter, creditCodeCheckCharacter } from '../../../core/index.js';

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** A unified social credit code of made-up parts with its two check characters (GB 11714 inside GB 32100). */
export function creditCode(kind: '11' | '12' | '91', region: string, organisation: string): string {
  const body = `${kind}${region}${organisation}${organisationCheck(organisation)}`;
  const check = creditCodeCheckCharacter(body);
  if (check === undefined) throw new Error(`${body} is not the body of a credit code`);
  return body + check;
}

/** A citizen number of made-up parts with its check character; an odd sequence is a man's. */
export function citizenNumber(region: string, birthDate: string, sequence: number): string {
  const body = `${region}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  const check = citizenNumberCheckCharacter(body);
  if (check === undefined) throw new Error(`${body} is not the body of a citizen number`);
  return body + check;
}

function organisationCheck(body: string): string {
  const sum = [...body].reduce(
    (total, character, i) => total + Number.parseInt(character, 36) * organisationWeights[i]!,
    0,
  );
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? 'X' : String(check);
}
