/** A text in the registry's two languages; the server may also send a plain one. */
export type Words = string | { 'zh-CN'?: string; en?: string };

/** The text in `locale`, else in the other language, else ''. */
export function wordsIn(words: Words | null | undefined, locale: string): string {
  if (words === undefined || words === null) return '';
  if (typeof words === 'string') return words;
  return (locale === 'zh-CN' ? (words['zh-CN'] ?? words.en) : (words.en ?? words['zh-CN'])) ?? '';
}
