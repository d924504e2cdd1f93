import type { IssuerChanges } from '../../attestation/index.js';

/** What was written into IssuerRegistry, in one line. */
export function saidOfIssuers(changes: IssuerChanges): string {
  const counts = [
    [changes.rights.length, 'rights granted'],
    [changes.rightEnds.length, 'ends of rights changed'],
    [changes.keys.length, 'keys added'],
    [changes.keyEnds.length, 'ends of keys changed'],
    [changes.compromises.length, 'compromises reported'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? 'IssuerRegistry says so already' : said.join(', ');
}
