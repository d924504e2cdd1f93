/**
 * The address of a tile or of a bundle of entries below the registry's (C2SP tlog-tiles: 1234067 is `x001/x234/067`).
 * Written anew on purpose: what is audited shares no code with what audits it.
 */
export function tilePath({ kind, index, width }: { kind: 'entries' | number; index: number; width: number }): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `/log/tile/${kind}/${name}${width === 256 ? '' : `.p/${width}`}`;
}
