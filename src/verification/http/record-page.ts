import { type Check, checkText } from '../../core/index.js';
import { escapeHtml, type PageLanguage, plainPage } from '../../platform/index.js';
import type { Verified } from '../verified.js';
import { checkWords, outcomeWords, recordWords } from './record-words.js';
import { verdictIcon } from './verdict-icon.js';

type Report = Verified['report'];

/** The verdict as a page without script; times are those of `timeZone`. */
export function recordPage(report: Report, language: PageLanguage, timeZone: string): string {
  const text = recordWords[language];
  return plainPage(
    language,
    text.title,
    '/v',
    [
      banner(report, language),
      comparison(report, language),
      `<section class="card"><h2>${text.reasons}</h2>
<ol class="check-list">${report.checks.map((check) => checkItem(check, report, language)).join('\n')}</ol>
${timeBound(report, language, timeZone)}
<p class="quiet-text">${text.at} ${escapeHtml(timeIn(report.at, language, timeZone))}</p></section>`,
      `<p><a class="button" href="/v">${text.again}</a></p>`,
    ].join('\n'),
  );
}

function banner(report: Report, language: PageLanguage): string {
  const wanted = report.verdict === 'invalid' ? 'failed' : 'indeterminate';
  const deciding = report.verdict === 'valid' ? undefined : report.checks.find(({ outcome }) => outcome === wanted);
  const { says, next } = deciding ? saying(deciding, report, language) : { says: '', next: '' };
  return `<div class="verdict verdict-${report.verdict}" data-verdict="${report.verdict}">${verdictIcon(report.verdict)}
<div><h1 class="verdict-word">${recordWords[language][report.verdict]}</h1>
${says ? `<p class="verdict-reason">${escapeHtml(says)}</p>` : ''}${next ? `<p class="verdict-next">${escapeHtml(next)}</p>` : ''}</div></div>`;
}

function comparison({ licence, verdict }: Report, language: PageLanguage): string {
  if (!licence) return '';
  const text = recordWords[language];
  const holders = licence.holders.map(({ name, code }) => [name, code].filter(Boolean).join(' '));
  const facts: [string, string | undefined][] = [
    [text.number, licence.licenceNumber],
    [text.identifier, licence.identifier],
    [text.type, licence.typeName?.[language] ?? licence.typeCode],
    ...holders.map((holder): [string, string] => [text.holder, holder]),
    [text.issuer, licence.issuer.name[language]],
    [text.issued, licence.issuanceDate],
    [text.from, licence.validFrom],
    [text.until, licence.validUntil],
  ];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => fact(name, value ?? ''));
  return `<section class="card comparison"><h2>${verdict === 'invalid' ? text.record : text.compare}</h2>
${verdict === 'invalid' ? '' : `<p class="comparison-how">${text.how}</p>`}
<dl class="facts comparison-facts comparison-lines">${lines.join('\n')}</dl></section>`;
}

function fact(name: string, value: string): string {
  const figures = /^[\w.-]+$/.test(value) ? ' class="figures"' : '';
  return `<div><dt>${name}</dt><dd${figures}>${escapeHtml(value).replaceAll('.', '.<wbr>')}</dd></div>`;
}

function checkItem(check: Check, report: Report, language: PageLanguage): string {
  const { says, next } = saying(check, report, language);
  return `<li class="check check-${check.outcome}" data-check="${check.check}">
<p class="check-head"><span>${outcomeWords[language][check.outcome]}</span><span>${checkWords[language][check.check]}</span></p>
<p>${escapeHtml(says)}</p>${next ? `<p class="check-next">${recordWords[language].next}${escapeHtml(next)}</p>` : ''}</li>`;
}

function timeBound({ timeBound: bound }: Report, language: PageLanguage, timeZone: string): string {
  if (!bound) return '';
  const text = recordWords[language];
  const moments: [string, string | undefined][] = [
    [text.claimed, bound.claimed],
    [text.absentAt, bound.absentAt],
    [text.anchoredAt, bound.notAfter],
  ];
  const lines = moments.flatMap(([name, time]) => (time ? [fact(name, timeIn(time, language, timeZone))] : []));
  if (bound.claimedIssuance) lines.push(fact(text.otherIssuance, bound.claimedIssuance));
  return `<dl class="facts quiet-text" data-time-bound>${lines.join('\n')}</dl>`;
}

/** Asked by identifier and code, nothing was brought that could be unreadable, and an unknown record may be a mistyped code. */
function saying({ code }: Check, { licence }: Report, language: PageLanguage): { says: string; next?: string } {
  const text = recordWords[language];
  if (!licence && code === 'credential-unreadable') return { says: text.notChecked };
  if (!licence && code === 'status-unknown-to-registry') return { says: text.unknown, next: text.unknownNext };
  return checkText(code as Parameters<typeof checkText>[0], language);
}

const timeIn = (time: string, language: PageLanguage, timeZone: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  }).format(new Date(time));
