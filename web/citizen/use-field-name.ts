import { useI18n } from 'vue-i18n';
import { wordsIn } from '../client/index.js';
import type { SharedField } from './shared-fields.js';

/** A field's name for a reader: the server's words, else ours for a common field, else its code. */
export function useFieldName() {
  const { t, te, locale } = useI18n({ useScope: 'global' });
  return (field: SharedField | string): string => {
    const one = typeof field === 'string' ? { code: field } : field;
    const told = wordsIn((one as SharedField).name, locale.value);
    if (told) return told;
    const key = `citizen.field.${one.code.replace(/^.*[./]/, '')}`;
    return te(key) ? t(key) : one.code;
  };
}
