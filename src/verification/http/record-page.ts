import { type CheckCode, checkText } from '../../core/index.js';
import type { Verified } from '../verify-licence.js';

type Language = 'zh-CN' | 'en';

const words = {
  'zh-CN': {
    title: '电子证照核验',
    valid: '有效',
    invalid: '无效',
    indeterminate: '无法判定',
    compare: '请与面前的证照逐项核对：网址只能证明登记记录，不能证明纸张。',
    number: '证照编号',
    identifier: '证照标识',
    type: '证照类型',
    holder: '持证主体',
    issuer: '颁发机构',
    from: '有效期自',
    until: '有效期至',
    reasons: '核验项目',
    again: '再次核验',
  },
  en: {
    title: 'Licence verification',
    valid: 'Valid',
    invalid: 'Invalid',
    indeterminate: 'Indeterminate',
    compare: 'Compare with the licence in front of you: an address proves a record, not a paper.',
    number: 'Licence number',
    identifier: 'Licence identifier',
    type: 'Licence type',
    holder: 'Holder',
    issuer: 'Issuing authority',
    from: 'Valid from',
    until: 'Valid until',
    reasons: 'Checks',
    again: 'Verify another',
  },
} as const;

/** The verdict as a page without script. */
export function recordPage(report: Verified['report'], language: Language): string {
  const text = words[language];
  const { licence } = report;
  const facts: [string, string | undefined][] = licence
    ? [
        [text.number, licence.licenceNumber],
        [text.identifier, licence.identifier],
        [text.type, licence.typeName?.[language]],
        [text.holder, licence.holders.map((holder) => `${holder.name ?? ''} ${holder.code ?? ''}`.trim()).join('; ')],
        [text.issuer, licence.issuer.name[language]],
        [text.from, licence.validFrom],
        [text.until, licence.validUntil],
      ]
    : [];
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title}</title></head>
<body><main><h1>${text[report.verdict]}</h1>
${licence ? `<p>${text.compare}</p>` : ''}
<dl>${facts.map(([name, value]) => (value ? `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>` : '')).join('')}</dl>
<h2>${text.reasons}</h2>
<ul>${report.checks.map((check) => `<li>${escapeHtml(saying(check.code, language))}</li>`).join('')}</ul>
<p>${escapeHtml(report.at)}</p><p><a href="/v">${text.again}</a></p></main></body></html>`;
}

function saying(code: CheckCode, language: Language): string {
  const { says, next } = checkText(code, language);
  return next === undefined ? says : `${says} ${next}`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);
