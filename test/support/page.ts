import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page with what went wrong in it: script faults, refusals of the content security policy, requests to other origins. */
export interface WatchedPage {
  page: Page;
  faults: string[];
  /** Origins that were asked for anything. */
  origins: Set<string>;
}

/** Opens a page in a context of its own: a telephone's width and Chinese unless told. Close it by `page.context().close()`. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions & { large?: boolean } = {},
): Promise<WatchedPage> {
  const { large, ...more } = options;
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    serviceWorkers: 'block',
    ...more,
  });
  context.setDefaultTimeout(15_000);
  if (large) await context.addInitScript("localStorage.setItem('elicence.large-type', 'yes')");
  const page = await context.newPage();
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|\[Vue warn|intlify/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  return { page, faults, origins };
}

/** CSS pixels by which a page is wider than its window; 0 where nothing overflows. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
