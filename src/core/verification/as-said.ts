import { pointerSteps } from '../carrier/pointer.js';
import type { CarrierSaid } from '../carrier/said.js';
import type { Holder } from '../credential/index.js';
import type { ReportedLicence } from './report.js';

/**
 * As much of a licence as its carrier says: who shows a code with a name on it has not shown the number that the registry's
 * master has beside it. What the identifier and the clear claims say stays.
 */
export function asSaid(licence: ReportedLicence, { fields, texts = [], pictures = [] }: CarrierSaid): ReportedLicence {
  const said = [...fields.keys(), ...[...texts, ...pictures].map(({ pointer }) => pointer)];
  const { licenceNumber, ...rest } = licence;
  const steps = said.map(pointerSteps);
  const names = new Set(steps.filter(([root]) => root === 'faceData').map(([, name]) => name));
  return {
    ...rest,
    ...(licenceNumber !== undefined && said.includes('/licenceNumber') ? { licenceNumber } : {}),
    holders: fields.has('/holders')
      ? licence.holders
      : licence.holders.map((holder, i) => holderSaid(holder, i, steps)),
    faceData: fields.has('/faceData')
      ? licence.faceData
      : Object.fromEntries(Object.entries(licence.faceData).filter(([name]) => names.has(name))),
  };
}

function holderSaid(holder: Partial<Holder>, index: number, steps: readonly string[][]): Partial<Holder> {
  const mine = steps.filter(([root, i]) => root === 'holders' && (i === undefined || i === String(index)));
  const names = new Set(mine.map(([, , name]) => name ?? 'name'));
  return Object.fromEntries(Object.entries(holder).filter(([name]) => names.has(name)));
}
