import type { Check, Report, Verdict } from '../../client/index.js';

/** Who made a check: the registry and this device, the registry alone, or both with this device finding it worse. */
export type Standing = 'twice' | 'registry-alone' | 'worse-here';

/** Why this device judged nothing a second time. */
export type NotAgain =
  | 'no-root'
  | 'trust-list-missing'
  | 'judge-missing'
  /** The registry calls it valid and gave nothing to see that by. */
  | 'evidence-missing'
  /** The clocks of registry and device are too far apart for either to judge by the other's papers. */
  | 'clock-differs'
  | 'nothing-to-judge';

/** What becomes of the registry's report once this device has judged too. */
export interface Judged {
  /** With the worse of both checks in each place, and the worse verdict. */
  report: Report;
  /** By the check's name. */
  standings: Partial<Record<Check['check'], Standing>>;
  /** What this device found worse than the registry said. */
  worse: Check[];
  /** Facts of the licence (names of members) of which the registry's answer says other than what was signed. */
  differs: string[];
  notAgain?: NotAgain;
}

const rank: Record<Verdict, number> = { valid: 0, indeterminate: 1, invalid: 2 };
const worseOf = (one: Verdict, other: Verdict): Verdict => (rank[one] >= rank[other] ? one : other);

/**
 * Codes of what is not lacking but does not hold: the registry gave a proof, and it is wrong. Of anything else that comes out
 * indeterminate here nothing is concluded: the registry may know more (its database, its chain node) than it may hand out.
 */
const wrongProof: readonly string[] = [
  'trust-list-invalid',
  'trust-list-expired',
  'statements-differ',
  'promise-wrong',
  'receipt-malformed',
  'receipt-of-another-licence',
  'receipt-of-another-event',
  'receipt-entry-mismatch',
  'receipt-checkpoint-malformed',
  'receipt-checkpoint-mismatch',
  'receipt-inclusion-wrong',
  'checkpoint-log-unknown',
  'checkpoint-signature-wrong',
  'anchor-contract-unknown',
  'anchor-not-on-chain',
  'anchor-root-differs',
  'anchor-field-differs',
  'previous-anchor-differs',
  'receipt-under-later-anchor',
  'event-after-anchor',
  'back-dated',
];

/**
 * Takes the worse of two verdicts, check by check: what failed here makes it *invalid*, a proof that does not hold here makes
 * it at best *indeterminate*, what could not be judged here for lack of evidence stays as the registry says, and is told.
 * `byRecord`: this device's *integrity* rests on the registry's word that it made the carrier.
 */
export function takeWorse(registry: Report, own: Report, byRecord = false): Judged {
  const standings: Judged['standings'] = {};
  const worse: Check[] = [];
  const checks = registry.checks.map((said) => {
    const found = own.checks.find(({ check }) => check === said.check);
    const standing = found === undefined ? 'registry-alone' : standingOf(said, found);
    standings[said.check] =
      byRecord && said.check === 'integrity' && standing === 'twice' ? 'registry-alone' : standing;
    if (standing !== 'worse-here' || found === undefined) return said;
    const shown = asIndeterminate(said, found, registry) ? { ...found, outcome: 'indeterminate' as const } : found;
    worse.push(shown);
    return shown;
  });
  // A check that the registry left out is not thereby passed.
  for (const found of own.checks) {
    if (found.outcome !== 'failed' || registry.checks.some(({ check }) => check === found.check)) continue;
    standings[found.check] = 'worse-here';
    worse.push(found);
    checks.push(found);
  }
  const differs = differences(registry, own);
  const here = worse.map(({ outcome }): Verdict => (outcome === 'failed' ? 'invalid' : 'indeterminate'));
  if (differs.length > 0) here.push('indeterminate');
  const report: Report = { ...registry, checks, verdict: here.reduce(worseOf, registry.verdict) };
  if (differs.length > 0) report.licence = asSigned(registry.licence, own.licence);
  return { report, standings, worse, differs };
}

/** The registry's report where this device could not judge at all; without evidence for it, *valid* is not believed. */
export function withoutSecond(registry: Report, notAgain: NotAgain): Judged {
  const doubted = notAgain === 'evidence-missing' || notAgain === 'clock-differs';
  const verdict = doubted ? worseOf(registry.verdict, 'indeterminate') : registry.verdict;
  return { report: { ...registry, verdict }, standings: {}, worse: [], differs: [], notAgain };
}

function standingOf(said: Check, found: Check): Standing {
  if (found.outcome === 'failed') return said.outcome === 'failed' ? 'twice' : 'worse-here';
  if (found.outcome === 'indeterminate') {
    return wrongProof.includes(found.code) && said.outcome === 'passed' ? 'worse-here' : 'registry-alone';
  }
  // Passed here and not there: the registry knows something that this device can't see.
  return said.outcome === found.outcome ? 'twice' : 'registry-alone';
}

/** A suspension may have ended since the signed list was made: then the two contradict, and neither is proven. */
function asIndeterminate(said: Check, found: Check, registry: Report): boolean {
  if (found.code !== 'status-suspended' || said.outcome !== 'passed') return false;
  return Date.parse(found.asOf) < Date.parse(said.asOf || registry.at);
}

const facts = ['identifier', 'typeCode', 'licenceNumber', 'issuanceDate', 'validFrom', 'validUntil'] as const;

/** Where both say something and not the same; a masked name is not compared. */
function differences({ licence: told }: Report, { licence: signed }: Report): string[] {
  if (!told || !signed) return [];
  const unlike = facts.filter((fact) => told[fact] && signed[fact] && told[fact] !== signed[fact]) as string[];
  // A day that the licence does not have.
  if (told.validUntil && !signed.validUntil) unlike.push('validUntil');
  return codeOf(told.issuer) === codeOf(signed.issuer) ? unlike : [...unlike, 'issuer'];
}

/** The registry's words with what was signed in place of what differs from it. */
function asSigned(told: Report['licence'], signed: Report['licence']): Report['licence'] {
  const kept = Object.entries({ ...told }).filter(([name]) => name !== 'validUntil');
  const own = Object.entries({ ...signed }).filter(([name]) => [...facts, 'issuer', 'typeName'].includes(name));
  return Object.fromEntries([...kept, ...own]);
}

function codeOf(issuer: NonNullable<Report['licence']>['issuer']): string | undefined {
  return typeof issuer === 'string' ? issuer : issuer?.creditCode;
}
