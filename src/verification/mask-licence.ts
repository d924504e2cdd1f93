import { type Holder, maskCode, maskName, type ReportedLicence } from '../core/index.js';

/** What a code opens: enough to compare with the paper, no more. Persons are masked, organisations are not; no face data. */
export function maskLicence(licence: ReportedLicence): Omit<ReportedLicence, 'faceData'> {
  const { faceData: _faceData, ...shown } = licence;
  return { ...shown, holders: licence.holders.map(maskHolder) };
}

const maskHolder = (holder: Partial<Holder>): Partial<Holder> =>
  holder.kind === 'organisation'
    ? holder
    : {
        ...holder,
        ...(holder.name === undefined ? {} : { name: maskName(holder.name) }),
        ...(holder.code === undefined ? {} : { code: maskCode(holder.code) }),
      };
