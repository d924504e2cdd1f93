/** The languages that a page is written in. */
export type PageLanguage = 'zh-CN' | 'en';

/** The language that an Accept-Language header (RFC 9110) prefers among ours; Chinese when it names none. */
export function languageOf(header: string | undefined): PageLanguage {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().toLowerCase().split(';q=');
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ tag, quality }) => /^(zh|en)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  return wanted?.tag.startsWith('en') ? 'en' : 'zh-CN';
}

const registry = { 'zh-CN': '电子证照库', en: 'E-licence registry' } as const;

/** A page that needs no script, in the look of the web apps (`/kit.css`). `title` is text, `main` is HTML that the caller has made safe. */
export const plainPage = (language: PageLanguage, title: string, home: string, main: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${registry[language]}</title>
<link rel="stylesheet" href="/kit.css">
</head>
<body>
<header class="page-head">
<div class="page-head-inner">
<a class="page-name" href="${home}">
<span class="page-registry">${registry[language]}</span>
<span class="page-title">${escapeHtml(title)}</span>
</a>
</div>
</header>
<main class="page-main">
${main}
</main>
</body>
</html>
`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, safe in elements and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);
