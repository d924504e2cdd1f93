import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ways = [
  { language: 'zh-CN', width: 390, large: true },
  { language: 'zh-CN', width: 1280, large: false },
  { language: 'en', width: 390, large: false },
  { language: 'en', width: 1280, large: true },
];

/**
 * What axe finds against WCAG 2.2 AA in the page as it stands, in both languages, both sizes of type, on a telephone and on a
 * desk; and where it is wider than its window. Empty where nothing is wrong.
 */
export async function violations(page: Page): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(source);
  const found: string[] = [];
  for (const { language, width, large } of ways) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(`document.documentElement.classList.toggle('large-type', ${large})`);
    await page.evaluate(`document.querySelector('.switch-part[lang="${language}"]').click()`);
    const seen = await page.evaluate<{ id: string; nodes: { target: string[]; failureSummary: string }[] }[]>(
      `axe.run(document, { runOnly: ${JSON.stringify(levels)}, resultTypes: ['violations'] }).then((one) => one.violations)`,
    );
    const where = `${language} ${width}${large ? ' large' : ''}`;
    for (const { id, nodes } of seen) {
      found.push(...nodes.map((node) => `${where}: ${id} ${node.target.join(' ')} ${node.failureSummary}`));
    }
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (over > 0) found.push(`${where}: ${over} pixels too wide`);
  }
  return found;
}
