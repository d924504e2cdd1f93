import { createI18n } from 'vue-i18n';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';
import { keep, kept } from './preferences.js';

export type Locale = 'zh-CN' | 'en';
type Messages = { [key: string]: string | Messages };

/** One page's texts over the kit's, in the reader's language: the kept choice, else the browser's. */
export function createTexts(own: { 'zh-CN': Messages; en: Messages }) {
  const locale = firstLocale();
  document.documentElement.lang = locale;
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    missingWarn: false,
    fallbackWarn: false,
    messages: { 'zh-CN': { ...zh, ...own['zh-CN'] }, en: { ...en, ...own.en } },
  });
}

/** Keeps the reader's choice and tells it to assistive technology. */
export function keepLocale(locale: Locale): void {
  keep('locale', locale);
  document.documentElement.lang = locale;
}

function firstLocale(): Locale {
  const chosen = kept('locale');
  if (chosen === 'zh-CN' || chosen === 'en') return chosen;
  return /^zh\b/i.test(navigator.language) ? 'zh-CN' : 'en';
}
