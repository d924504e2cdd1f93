import type { CarrierKind, Report } from '../core/index.js';
import type { LicenceStanding } from '../registry/index.js';
import type { maskLicence } from './mask-licence.js';

/** What a verification answers. */
export interface Verified {
  report: Omit<Report, 'licence'> & { licence?: ReturnType<typeof maskLicence> };
  /** For a second verdict elsewhere: no disclosure that the asker did not bring. */
  evidence: { credential: string; receipt: unknown; carrier?: { kind: CarrierKind; content: string | null } };
  standing: LicenceStanding | undefined;
}
