import { type Report, type ReportedHolder, wordsIn } from '../client/index.js';
import { formatDay } from '../kit/dates.js';
import { maskHolderName } from './mask-holder.js';

/** One line to hold against what lies before the reader; `label` is a message key. */
export interface Line {
  label: string;
  text: string;
  figures?: boolean;
}

/** What a verified record says, in the order in which a reader compares: number, type, holder, organisations, dates. */
export function comparisonLines(report: Report, locale: string): Line[] {
  const licence = report.licence;
  if (!licence) return [];
  const issuer = typeof licence.issuer === 'string' ? { name: licence.issuer } : licence.issuer;
  const lines: (Line | undefined)[] = [
    line('licenceNumber', licence.licenceNumber, true),
    line('identifier', licence.identifier, true),
    line('type', wordsIn(licence.typeName, locale) || licence.typeCode),
    ...(licence.holders ?? []).map((holder) => holderLine(holder)),
    line('issuer', wordsIn(issuer?.name ?? licence.issuerName, locale)),
    line('issuerCode', issuer?.creditCode, true),
    line('issuanceDate', licence.issuanceDate && formatDay(licence.issuanceDate, locale)),
    line('validFrom', licence.validFrom && formatDay(licence.validFrom, locale)),
    line('validUntil', licence.validUntil && formatDay(licence.validUntil, locale)),
  ];
  return lines.filter((each) => each !== undefined);
}

function line(label: string, text: string | null | undefined, figures = false): Line | undefined {
  return text ? { label, text, figures } : undefined;
}

/** A person's name is masked here too where the credential disclosed it whole: the screen may be seen by others. */
function holderLine(holder: ReportedHolder): Line | undefined {
  if (!holder.name) return undefined;
  const organisation = holder.kind === 'organisation';
  return line(organisation ? 'organisation' : 'holder', organisation ? holder.name : maskHolderName(holder.name));
}
