import type { CarrierKind, Digest, Evidence, Report } from '../core/index.js';
import type { LicenceStanding } from '../registry/index.js';
import type { maskLicence } from './mask-licence.js';

/** What a verification answers. */
export interface Verified {
  report: Omit<Report, 'licence'> & { licence?: ReturnType<typeof maskLicence> };
  /** For a second verdict elsewhere: no disclosure that the asker did not bring. */
  evidence: { credential: string; receipt: unknown; carrier?: { kind: CarrierKind; content: string | null } };
  standing: LicenceStanding | undefined;
  basis: Basis;
}

/** What a verification receipt names of the evidence, beside the report. */
export interface Basis {
  masterDigest?: Digest;
  /** The number of the trust list. */
  trustList?: number;
}

export const basisOf = ({ subject, trust }: Pick<Evidence, 'subject' | 'trust'>): Basis => ({
  ...(subject?.ok ? { masterDigest: subject.jwt.masterDigest } : {}),
  ...('list' in trust ? { trustList: trust.list.number } : {}),
});
