import { useI18n } from 'vue-i18n';
import type { Check } from '../client/index.js';

/** A check told in the reader's language: why it came out so, and what to do next ('' where nothing needs doing). */
export function useCheckWords() {
  const { t, te } = useI18n({ useScope: 'global' });

  function reason(check: Check): string {
    const own = `verify.code.${check.code}`;
    if (te(own)) return t(own);
    const general = `verify.reason.${check.check}.${check.outcome}`;
    return te(general) ? t(general) : check.detail;
  }

  function next(check: Check): string {
    if (check.outcome !== 'failed' && check.outcome !== 'indeterminate') return '';
    const own = `verify.next.${check.code}`;
    if (te(own)) return t(own);
    const general = `verify.nextFor.${check.check}.${check.outcome}`;
    return te(general) ? t(general) : '';
  }

  return { reason, next };
}
