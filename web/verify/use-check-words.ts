import { type CheckText, checkTexts } from '@elicence/core';
import { useI18n } from 'vue-i18n';
import type { Check, Report } from '../client/index.js';
import { specialWords } from './special-words.js';

const texts: Record<string, CheckText | undefined> = checkTexts;

/** A check told in the reader's language: why it came out so, and what to do next ('' where nothing needs doing). */
export function useCheckWords() {
  const { t, te, locale } = useI18n({ useScope: 'global' });
  const sayingOf = (check: Check) => texts[check.code]?.[locale.value === 'zh-CN' ? 'zh-CN' : 'en'];

  // A code younger than this page falls back to what can be said of the check's outcome.
  function reason(check: Check, report: Report): string {
    const special = specialWords(check, report);
    if (special) return t(`verify.special.${special}.says`);
    const general = `verify.reason.${check.check}.${check.outcome}`;
    return sayingOf(check)?.says ?? (te(general) ? t(general) : check.detail);
  }

  function next(check: Check, report: Report): string {
    if (check.outcome !== 'failed' && check.outcome !== 'indeterminate') return '';
    const special = specialWords(check, report);
    if (special) return special === 'record-unknown' ? t('verify.special.record-unknown.next') : '';
    const general = `verify.nextFor.${check.check}.${check.outcome}`;
    return sayingOf(check)?.next ?? (te(general) ? t(general) : '');
  }

  return { reason, next };
}
