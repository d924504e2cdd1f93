import { describe, expect, it } from '@jest/globals';
import { escapeHtml, languageOf, plainPage } from './plain-page.js';

describe('the language of a page', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['en;q=0.5, zh;q=0.8', 'zh-CN'],
    ['fr, en;q=0.3', 'en'],
    ['en;q=0', 'zh-CN'],
    ['english', 'zh-CN'],
    ['*', 'zh-CN'],
  ])('of %p is %s', (header, language) => expect(languageOf(header)).toBe(language));
});

describe('a page without script', () => {
  it('lets no text become markup', () => {
    expect(escapeHtml(`<a href='x' title="y">&`)).toBe('&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;');
    expect(plainPage('en', '<b>', '/v', '')).not.toContain('<b>');
  });
});
